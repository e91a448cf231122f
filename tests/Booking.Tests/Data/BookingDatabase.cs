using System.Diagnostics.Metrics;
using Dapr.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Catalogue;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Locks;
using TicketBooking.Booking.Sales;
using TicketBooking.Contracts.Layout;
using TicketBooking.Platform;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

/// <summary>Booking's own database and the parts that work on it, without a sidecar: the lock store is always down.</summary>
public sealed class BookingDatabase : IAsyncLifetime
{
    private readonly TestPostgres _postgres = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly HoldExpirySignal _signal = new(TimeProvider.System);
    private readonly DaprClient _dapr = new DaprClientBuilder().UseGrpcEndpoint("http://127.0.0.1:1").Build();

    public NpgsqlDataSource DataSource => _postgres.DataSource;

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        var migrations = Migration.EmbeddedIn(typeof(SeatTaker).Assembly);
        await new Migrator(DataSource, migrations, NullLogger<Migrator>.Instance).StartingAsync(CancellationToken.None);
        Metrics = new BookingMetrics(_services.GetRequiredService<IMeterFactory>());
        Changes = new BookingChanges(new Outbox("tbl_booking_outbox"), Options.Create(new PaymentOptions()), Limits);
        Locks = new SeatLocks(_dapr, Options.Create(new SeatLockOptions()), Metrics, TimeProvider.System, NullLogger<SeatLocks>.Instance);
        Taker = new SeatTaker(DataSource, Locks, Changes, _signal, Metrics, Limits);
        EndedHolds = new EndedHolds(DataSource, Changes, Metrics);
    }

    public async ValueTask DisposeAsync()
    {
        _dapr.Dispose();
        _signal.Dispose();
        await _services.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    internal BookingMetrics Metrics { get; private set; } = null!;

    internal BookingChanges Changes { get; private set; } = null!;

    internal string ConnectionString => _postgres.ConnectionString;

    internal SeatLocks Locks { get; private set; } = null!;

    internal SeatTaker Taker { get; private set; } = null!;

    internal EndedHolds EndedHolds { get; private set; } = null!;

    internal IOptions<BuyerOptions> Limits { get; } = Options.Create(new BuyerOptions());

    internal static NewBooking Booking(Guid eventId, params LayoutSeat[] seats) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), eventId, seats, "EUR", TimeSpan.FromMinutes(10), MaxSeats: 8, AttemptId: null) { RulesVersion = 1, PricesVersion = 1 };

    /// <summary>The sale of an instance: it shares the database with others, and no memory.</summary>
    internal SeatSale NewInstance() => new(
        new EventRulesCache(DataSource, TimeProvider.System),
        new EventSeatsCache(DataSource),
        new FreeSeatsCache(DataSource, TimeProvider.System),
        Taker,
        new BestSeatSale(Taker, TimeProvider.System),
        TimeProvider.System);

    internal Task<SaleResult> TakeAsync(Hall hall, NewBooking booking) => Taker.TakeAsync(
        booking, new EventFreeSeats(DataSource, hall.EventId, new EventSeats(hall.Layout), TimeProvider.System), CancellationToken.None);

    /// <summary>Claims without the lock filter in front of the statement.</summary>
    internal async Task<bool> ClaimAsync(NewBooking booking)
    {
        await using var connection = await DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var made = (await Changes.MakeAsync(transaction, booking, CancellationToken.None)).Outcome == SaleOutcome.Made;
        if (made)
        {
            await transaction.CommitAsync();
        }

        return made;
    }

    internal async Task<T> ScalarAsync<T>(string sql, params object?[] values) =>
        (await DataSource.Command(sql, values).ListAsync(row => row.GetFieldValue<T>(0), CancellationToken.None)).Single();

    internal Task RunAsync(string sql, params object?[] values) => DataSource.Command(sql, values).RunAsync(CancellationToken.None);

    /// <summary>Moves a booking's end into the past, as if the time had gone by.</summary>
    internal Task LetTimePassAsync(Guid bookingId) => RunAsync(
        """
        WITH booking AS (
          UPDATE tbl_booking SET created_at = created_at - interval '1 hour', expires_at = now() - interval '1 second' WHERE id = $1)
        UPDATE tbl_seat_claim SET expires_at = now() - interval '1 second' WHERE booking_id = $1 AND status = 'HELD'
        """,
        bookingId);
}
