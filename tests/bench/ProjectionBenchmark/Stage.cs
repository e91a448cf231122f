using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.EmbeddedPostgres;
using TicketBooking.Postgres;
using TicketBooking.Seats.Data;

namespace TicketBooking.ProjectionBenchmark;

/// <summary>A PostgreSQL of its own with one event, and messages that each change all their seats.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const int Seats = 20_000;

    private readonly PostgresCluster _cluster;
    private readonly Guid _eventId = Guid.CreateVersion7();
    private Guid[] _seats = [];
    private long _next;

    private Stage(PostgresCluster cluster, NpgsqlDataSource database) => (_cluster, Database) = (cluster, database);

    public NpgsqlDataSource Database { get; }

    public static async Task<Stage> StartAsync()
    {
        var cluster = await PostgresCluster.StartTemporaryAsync();
        var stage = new Stage(cluster, NpgsqlDataSource.Create(await cluster.CreateDatabaseAsync("seats")));
        await stage.FillAsync();
        return stage;
    }

    /// <summary>The next seats of the event, held and freed in turn.</summary>
    public BookingMessage NextMessage(int seats) => new(
        Guid.Empty, _eventId, "HELD", [.. Enumerable.Range(0, seats).Select(_ => NextChange())], DateTimeOffset.UnixEpoch);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private SeatChange NextChange()
    {
        var turn = (_next / Seats) + 1;
        var seat = (int)(_next++ % Seats);
        return new(_seats[seat], "A1", turn % 2 == 0 ? SeatStatuses.Available : SeatStatuses.Held, turn);
    }

    private async Task FillAsync()
    {
        await new Migrator(Database, Migration.EmbeddedIn(typeof(SeatProjection).Assembly), NullLogger<Migrator>.Instance).StartingAsync(CancellationToken.None);
        var message = new EventMessage(
            _eventId, 1, EventStatuses.Scheduled, "Benchmark", null, null, new(Guid.Empty, "", ""), DateTimeOffset.UnixEpoch, null, null, "EUR", 8, 600,
            [new("Stalls", Seats / 100, 100, [], 100)], Guid.Empty);
        var layout = SeatLayout.Of(message).Layout!;
        _seats = [.. layout.Seats().Select(seat => seat.Id)];
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await EventTable.TryInsertAsync(transaction, _eventId, version: 1, new("EUR", Seats), CancellationToken.None);
        await SeatWrites.CopyAsync(transaction, _eventId, layout.Seats(), CancellationToken.None);
        await transaction.CommitAsync();
    }
}
