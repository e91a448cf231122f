using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.EventCancellation;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Reconciliation;
using TicketBooking.Booking.Sales;
using TicketBooking.Platform;
using TicketBooking.Postgres;
using TicketBooking.Sidecar;
using TicketBooking.StripeSimulator;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>
/// Booking's own parts on a real database, a real sidecar and a real Stripe simulator. Nothing runs by itself: no job, no workflow, no
/// webhook; things happen when a story says so.
/// </summary>
public class World : IAsyncLifetime
{
    private static int _count;

    private readonly int _number = Interlocked.Increment(ref _count);
    private SidecarHost _sidecar = null!;
    private WebApplication _stripe = null!;
    private WebApplication _booking = null!;

    internal NpgsqlDataSource Database => Part<NpgsqlDataSource>();

    /// <summary>The provider's database, for its events.</summary>
    internal NpgsqlDataSource Provider { get; private set; } = null!;

    /// <summary>What buyers do there.</summary>
    internal StripeControl Stripe { get; private set; } = null!;

    /// <summary>The provider's last event that has certainly arrived.</summary>
    internal long LastSent { get; set; }

    internal T Part<T>()
        where T : notnull => _booking.Services.GetRequiredService<T>();

    internal Auditor Auditor() => new(Database, new Money(Stripe.Address));

    internal PaymentSweeper Sweeper => _booking.Services.GetServices<IHostedService>().OfType<PaymentSweeper>().Single();

    /// <summary>Where the workflow engine is.</summary>
    protected virtual int GrpcPort => _sidecar["booking"].GrpcPort;

    public virtual async ValueTask InitializeAsync()
    {
        var postgres = await TestPostgres.ClusterAsync();
        _sidecar = await SidecarHost.StartAsync(new SidecarOptions
        {
            Postgres = await postgres.CreateDatabaseAsync($"world_{_number}_sidecar"),
            ResourcesPaths = { Repository.PathTo("components/local") },
            Apps = { new SidecarAppOptions { AppId = "booking" } },
        });
        var provider = await postgres.CreateDatabaseAsync($"world_{_number}_stripe");
        _stripe = await SimulatorApp.CreateAsync(["--Simulator:Port=0", $"--Simulator:Postgres={provider}", "--Logging:LogLevel:Default=None"]);
        await _stripe.StartAsync();
        Stripe = new StripeControl(new Uri(_stripe.Urls.Single()));
        Provider = NpgsqlDataSource.Create(provider);
        await Provider.ExecuteAsync("CREATE INDEX ON event (payment_intent)");
        await Provider.ExecuteAsync("CREATE INDEX ON payment_intent ((body #>> '{metadata,bookingId}'))");
        _booking = Build(await postgres.CreateDatabaseAsync($"world_{_number}_booking"));
        await new Migrator(
            Database, Migration.EmbeddedIn(typeof(SeatTaker).Assembly), Part<ILogger<Migrator>>()).StartingAsync(CancellationToken.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _booking.DisposeAsync();
        await _stripe.DisposeAsync();
        await Provider.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    /// <summary>The service as its Program.cs puts it together, not started.</summary>
    private WebApplication Build(string database)
    {
        var builder = WebApplication.CreateBuilder();
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["ConnectionStrings:Database"] = database,
            ["DAPR_HTTP_PORT"] = $"{_sidecar["booking"].HttpPort}",
            ["DAPR_GRPC_PORT"] = $"{GrpcPort}",
            ["Stripe:ApiBase"] = Stripe.Address.ToString().TrimEnd('/'),
            ["Stripe:SecretKey"] = "sk_test_local",
            ["Stripe:PublishableKey"] = "pk_test_local",
            ["Stripe:WebhookSecrets:0"] = "whsec_test",
            ["Logging:LogLevel:Default"] = "None",
        })
        {
            builder.Configuration[name] = value;
        }

        builder.AddServiceDefaults();
        // As for a command: the auditor reads everything through it, and no statement of that ends for its length.
        builder.AddDatabase(typeof(SeatTaker).Assembly, "audit");
        builder.AddOutbox("tbl_booking_outbox");
        builder.Services.AddSingleton<BanList>();
        builder.Services.AddSingleton<BookingMetrics>();
        builder.AddSales();
        builder.Services.AddPayments();
        builder.Services.AddEventCancellation();
        builder.Services.AddReconciler();
        return builder.Build();
    }
}
