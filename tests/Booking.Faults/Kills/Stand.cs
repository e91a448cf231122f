using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Booking.Tests.Domain;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.ChildProcesses;
using TicketBooking.Contracts;
using TicketBooking.StripeSimulator;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>
/// Booking and its sidecar as processes that may die and come back; database, Stripe simulator and neighbours stay. A process that was killed
/// has been away for a minute by the tables' clock when it comes back, so that leases have passed and jobs find what is left.
/// </summary>
public sealed class Stand : IAsyncLifetime
{
    private const string AppToken = "token-of-the-app";
    private const string Issuer = Neighbours.Issuer;

    /// <summary>Hexadecimal milliseconds. A process that lives for seconds would spend half of its time on code that it never runs again.</summary>
    private const string NeverOptimise = "7FFFFFFF";

    private static int _count;

    private readonly int _number = Interlocked.Increment(ref _count);
    private readonly int _bookingPort = Ports.Next();
    private readonly int _http = Ports.Next();
    private readonly int _grpc = Ports.Next();
    private readonly Neighbours _neighbours = new();
    private readonly FaultPoint _point = new();
    private WebApplication _stripe = null!;
    private Keeper _sidecar = null!;
    private Keeper _booking = null!;
    private HttpClient _health = null!;

    internal NpgsqlDataSource Database { get; private set; } = null!;

    internal Provider Provider { get; private set; } = null!;

    internal NpgsqlDataSource ProviderDatabase { get; private set; } = null!;

    internal Uri SidecarAddress => new($"http://127.0.0.1:{_http}");

    internal FaultPoint Point => _point;

    public async Task InitializeAsync()
    {
        var postgres = await TestPostgres.ClusterAsync();
        var database = await postgres.CreateDatabaseAsync($"stand_{_number}_booking");
        var provider = await postgres.CreateDatabaseAsync($"stand_{_number}_stripe");
        Database = NpgsqlDataSource.Create(database);
        ProviderDatabase = NpgsqlDataSource.Create(provider);
        await _neighbours.StartAsync();
        _stripe = await SimulatorApp.Create([
            "--Simulator:Port=0",
            $"--Simulator:Postgres={provider}",
            $"--Simulator:WebhookUrl={SidecarAddress}v1.0/invoke/booking/method/api/v1/booking/webhook/stripe",
            "--Simulator:WebhookSecret=whsec_test",
            "--Simulator:WebhookRetryLimit=00:00:01",
            "--Simulator:SettlementDelay=01:00:00",
            "--Logging:LogLevel:Default=None"]);
        await _stripe.StartAsync();
        Provider = new Provider(new Uri(_stripe.Urls.Single()));
        _sidecar = new Keeper(Command("Sidecar", SidecarSettings(await postgres.CreateDatabaseAsync($"stand_{_number}_sidecar"))), LetTimePassAsync);
        _booking = new Keeper(Command("Booking", BookingSettings(database)), LetTimePassForRequestsAsync);
        _health = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_bookingPort}") };
        await Patience.UntilAsync(WhyNotReadyAsync);
    }

    public async Task DisposeAsync()
    {
        _health.Dispose();
        await _booking.DisposeAsync();
        await _sidecar.DisposeAsync();
        await _stripe.DisposeAsync();
        await _neighbours.DisposeAsync();
        await ProviderDatabase.DisposeAsync();
        await Database.DisposeAsync();
        _point.Remove();
    }

    internal Auditor Auditor() => new(Database, Money());

    internal Money Money() => new(new Uri(_stripe.Urls.Single()));

    internal Keeper Part(string name) => name == "booking" ? _booking : _sidecar;

    internal Browser NewBrowser() => new(SidecarAddress, _neighbours.TokenFor(NewId()));

    /// <summary>An event with two seats, on sale.</summary>
    internal async Task<EventMessage> NewEventAsync(int holdSeconds)
    {
        var hall = Hall.Of(NewId(), rows: 1, seatsPerRow: 2);
        _neighbours.Publish(hall);
        var message = new EventMessage(
            hall.EventId, 1, EventStatuses.Scheduled, "Title", null, null, new EventVenue(NewId(), "Venue", "City"),
            TimeProvider.System.GetUtcNow().AddDays(30), null, null, "EUR", 8, holdSeconds, [], NewId());
        await PublishAsync(message);
        await Patience.UntilAsync(async () => await Database.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM tbl_event_rules WHERE event_id = $1)", hall.EventId) ? null : "booking has not heard of the event");
        return message;
    }

    /// <summary>Says it on the topic of event-core's outbox, as change data capture does, until the sidecar has taken it.</summary>
    internal async Task PublishAsync(EventMessage message)
    {
        using var http = new HttpClient { BaseAddress = SidecarAddress };
        var payload = JsonSerializer.Serialize(message, ContractsJson.Default.EventMessage);
        var change = new { before = (object?)null, after = new { id = NewId(), type = MessageTypes.EventUpdated, payload }, op = "c" };
        var path = $"/v1.0/publish/{Topics.PubSub}/{Topics.EventOutbox}?metadata.rawPayload=true&metadata.partitionKey={message.EventId}";
        await Patience.UntilAsync(async () =>
        {
            try
            {
                using var answer = await http.PostAsJsonAsync(path, change);
                return answer.IsSuccessStatusCode ? null : $"publishing was answered {answer.StatusCode}";
            }
            catch (HttpRequestException exception)
            {
                return exception.Message;
            }
        });
    }

    /// <summary>The bank has answered about a payment that was under way.</summary>
    internal async Task SettleAsync(string intentId)
    {
        await ProviderDatabase.ExecuteAsync("UPDATE payment_intent SET settles_at = now() WHERE id = $1", intentId);
        await Provider.TouchAsync(intentId);
    }

    /// <summary>What the tables have of payments is a minute older now.</summary>
    internal async Task LetTimePassAsync()
    {
        await Database.ExecuteAsync(
            """
            UPDATE tbl_payment_attempt SET created_at = created_at - interval '1 minute', settled_at = settled_at - interval '1 minute',
              provider_due_at = provider_due_at - interval '1 minute'
            """);
        await Database.ExecuteAsync(
            "UPDATE tbl_booking SET cancelled_at = cancelled_at - interval '1 minute' WHERE status = 'PENDING_PAYMENT'");
        await Database.ExecuteAsync("UPDATE tbl_webhook_inbox SET due_at = due_at - interval '1 minute' WHERE delivered_at IS NULL");
    }

    private async Task LetTimePassForRequestsAsync()
    {
        await LetTimePassAsync();
        await Database.ExecuteAsync("UPDATE tbl_idempotency_key SET claimed_at = claimed_at - interval '2 minutes' WHERE completed_at IS NULL");
    }

    /// <summary>Null when booking says that its database and its sidecar answer.</summary>
    internal async Task<string?> WhyNotReadyAsync()
    {
        await _booking.CheckAsync();
        await _sidecar.CheckAsync();
        try
        {
            using var answer = await _health.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode ? null : $"not ready:\n{_booking}\n{_sidecar}";
        }
        catch (HttpRequestException)
        {
            return $"booking does not listen:\n{_booking}";
        }
    }

    private static ChildCommand Command(string project, Dictionary<string, string?> settings) => new(
        "dotnet", Path.Combine(AppContext.BaseDirectory, "../..", project, new DirectoryInfo(AppContext.BaseDirectory).Name, $"{project}.dll"))
    {
        Environment = new Dictionary<string, string?>(settings) { ["DOTNET_TC_CallCountingDelayMs"] = NeverOptimise, ["DOTNET_TieredPGO"] = "0" },
    };

    private Dictionary<string, string?> SidecarSettings(string postgres) => new()
    {
        ["APP_API_TOKEN"] = AppToken,
        ["Sidecar__Postgres"] = postgres,
        ["Sidecar__ResourcesPaths__0"] = Repository.Path("components", "local"),
        ["Sidecar__Apps__0__AppId"] = AppIds.Booking,
        ["Sidecar__Apps__0__AppPort"] = $"{_bookingPort}",
        ["Sidecar__Apps__0__HttpPort"] = $"{_http}",
        ["Sidecar__Apps__0__GrpcPort"] = $"{_grpc}",
        ["Sidecar__Apps__1__AppId"] = AppIds.EventCore,
        ["Sidecar__Apps__1__AppPort"] = $"{_neighbours.Port}",
        ["Sidecar__Apps__2__AppId"] = AppIds.Seats,
        ["Sidecar__Apps__2__AppPort"] = $"{_neighbours.Port}",
        ["Logging__LogLevel__Default"] = "Warning",
    };

    private Dictionary<string, string?> BookingSettings(string database) => new()
    {
        ["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "FaultPoints.dll"),
        ["FAULT_POINT"] = _point.File,
        ["APP_ID"] = AppIds.Booking,
        ["APP_PORT"] = $"{_bookingPort}",
        ["APP_API_TOKEN"] = AppToken,
        ["DAPR_HTTP_PORT"] = $"{_http}",
        ["DAPR_GRPC_PORT"] = $"{_grpc}",
        ["ConnectionStrings__Database"] = database,
        ["Auth__Issuer"] = Issuer,
        ["Stripe__ApiBase"] = _stripe.Urls.Single(),
        ["Stripe__SecretKey"] = "sk_test_local",
        ["Stripe__PublishableKey"] = "pk_test_local",
        ["Stripe__WebhookSecrets__0"] = "whsec_test",
        ["Payments__Grace"] = "00:00:02",
        ["Payments__SweepInterval"] = "00:00:00.5",
        ["Logging__LogLevel__Default"] = "Warning",
    };

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
