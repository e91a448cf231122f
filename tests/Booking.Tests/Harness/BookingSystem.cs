using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Sales;
using TicketBooking.Booking.Tests.Data;
using TicketBooking.Contracts;
using TicketBooking.Postgres;
using TicketBooking.Sidecar;
using TicketBooking.Sidecar.Wire;
using TicketBooking.Sidecar.Workflow;
using TicketBooking.StripeSimulator;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Harness;

/// <summary>
/// Booking with all that it talks to: its sidecar, its database, the Stripe simulator that calls back through the sidecar, and neighbours.
/// One for all tests of a collection, which run one after the other; every test has its own event and buyers.
/// </summary>
public sealed class BookingSystem : IAsyncLifetime
{
    public const string WebhookSecret = "whsec_test";
    public const string OldWebhookSecret = "whsec_test_old";

    private const string AppToken = "token-of-the-app";

    private static int _systems;

    private readonly int _number = Interlocked.Increment(ref _systems);
    private readonly TestPostgres _database = new();
    private readonly Neighbours _neighbours = new();
    private readonly SidecarCalls _calls = new();
    private SidecarHost? _sidecar;
    private SidecarOptions? _sidecarOptions;
    private WebApplication? _stripe;
    private KestrelHost<SeatTaker>? _booking;

    public NpgsqlDataSource Database => _database.DataSource;

    internal string ConnectionString => _database.ConnectionString;

    internal Neighbours Neighbours => _neighbours;

    internal SidecarHost Sidecar => _sidecar!;

    /// <summary>Paths of the calls of the sidecars so far, of the gateway's and Booking's own.</summary>
    internal IReadOnlyList<string> SidecarCalls => _calls.Paths;

    /// <summary>The parts of the service, for tests that look inside.</summary>
    internal IServiceProvider Services => _booking!.Services;

    internal T Part<T>()
        where T : notnull => Services.GetRequiredService<T>();

    internal StripeControl Stripe { get; private set; } = null!;

    internal Uri DirectAddress => _booking!.Address;

    private Uri GatewaySidecar => new($"http://127.0.0.1:{_sidecar![AppIds.Gateway].HttpPort}/v1.0/invoke/booking/method/");

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await _neighbours.StartAsync();
        await StartSidecarAsync();
        await StartStripeAsync();
        StartBooking();
    }

    public async ValueTask DisposeAsync()
    {
        await _booking!.DisposeAsync();
        await _stripe!.DisposeAsync();
        await _sidecar!.DisposeAsync();
        _calls.Dispose();
        await _neighbours.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Stops the service, does something in its absence, and starts it again.</summary>
    /// <param name="whileDown">What to do.</param>
    /// <param name="settings">Settings that differ from those of the other tests.</param>
    public async Task RestartBookingAsync(Func<Task>? whileDown = null, params (string Name, string Value)[] settings)
    {
        await _booking!.DisposeAsync();
        try
        {
            await (whileDown?.Invoke() ?? Task.CompletedTask);
        }
        finally
        {
            StartBooking(settings);
        }
    }

    /// <summary>Stops the sidecar and starts it again behind the same ports.</summary>
    internal async Task RestartSidecarAsync()
    {
        foreach (var app in _sidecarOptions!.Apps)
        {
            (app.HttpPort, app.GrpcPort) = (_sidecar![app.AppId].HttpPort, _sidecar[app.AppId].GrpcPort);
        }

        await _sidecar!.DisposeAsync();
        _sidecar = await SidecarHost.StartAsync(_sidecarOptions);
        _sidecar.AttachApp(AppIds.Booking, _booking!.Port);
    }

    internal Buyer NewBuyer() => User(Guid.CreateVersion7());

    /// <summary>A buyer whose id is known, e.g. as an event's creator, or who is an administrator.</summary>
    internal Buyer User(Guid userId, string role = "USER") =>
        new(ApiUser.ClientOf(GatewaySidecar, TestTokens.Issue(userId, role)), userId);

    /// <summary>Says it on the topic of event-core's outbox, as change data capture does.</summary>
    internal async Task PublishAsync(EventMessage message)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Sidecar[AppIds.EventCore].HttpPort}") };
        await OutboxRow.PublishAsync(http, Topics.EventOutbox, message.EventId, OutboxRow.ChangeOf(message));
    }

    /// <summary>Calls the service as its sidecar does.</summary>
    internal HttpClient NewSidecarClient() => new() { BaseAddress = DirectAddress, DefaultRequestHeaders = { { "dapr-api-token", AppToken } } };

    internal Buyer Anonymous() => new(new HttpClient { BaseAddress = GatewaySidecar }, Guid.Empty);

    /// <summary>An event that is on sale, with a hall of one section.</summary>
    internal async Task<Hall> NewEventAsync(
        int rows = 2, int seatsPerRow = 10, int holdSeconds = 600, int maxSeats = 8, Func<EventMessage, EventMessage>? change = null, long priceMinor = Hall.Price)
    {
        var message = Sample.Event(Sample.Section("Main", rows, seatsPerRow, priceMinor)) with
        {
            HoldSeconds = holdSeconds,
            MaxSeatsPerBooking = maxSeats,
        };
        var hall = Hall.Of(change is null ? message : change(message));
        await Rules.ApplyAsync(Database, hall.Message);
        return hall;
    }

    internal async Task<T> ScalarAsync<T>(string sql, params object?[] values) =>
        (await Database.Command(sql, values).ListAsync(row => row.GetFieldValue<T>(0), CancellationToken.None)).Single();

    /// <summary>What happened to a workflow, as the sidecar has stored it.</summary>
    internal async Task<List<HistoryEvent>> WorkflowHistoryAsync(Guid attempt)
    {
        await using var sidecar = NpgsqlDataSource.Create(_sidecarOptions!.Postgres);
        return [.. (await EventTables.HistoryAsync(sidecar, AppIds.Booking, $"{attempt}", CancellationToken.None)).Past];
    }

    /// <summary>Starts the workflow of an attempt before it has any news.</summary>
    internal async Task StartWorkflowAsync(Guid attempt) => await Part<PaymentWorkflowClient>().StartAsync(
        await Part<PaymentLedger>().FindAsync(attempt, CancellationToken.None), CancellationToken.None);

    /// <summary>Waits until the payment workflow of a booking waits no more.</summary>
    internal async Task WaitForWorkflowEndAsync(Answer booking)
    {
        var attempt = await ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE payment_intent_id = $1", booking.IntentId);
        await Eventually.EqualsAsync(false, () => Part<PaymentWorkflowClient>().IsRunningAsync(attempt, CancellationToken.None));
    }

    /// <summary>What a booking announced, in order: its status and its first seat's.</summary>
    internal Task<string[]> MessagesAsync(Guid bookingId) => ScalarAsync<string[]>(
        """
        SELECT array_agg((payload ->> 'status') || '/' || coalesce(payload #>> '{seats,0,status}', '') ORDER BY occurred_at, id)
        FROM tbl_booking_outbox WHERE aggregate_id = $1
        """,
        bookingId.ToString());

    internal Task RunAsync(string sql, params object?[] values) => Database.Command(sql, values).RunAsync(CancellationToken.None);

    private async Task StartSidecarAsync()
    {
        var postgres = await (await TestPostgres.ClusterAsync()).CreateDatabaseAsync($"sidecar_{_number}");
        var options = new SidecarOptions { Postgres = postgres, AppApiToken = AppToken, LoggerFactory = _calls.Factory() };
        options.ResourcesPaths.Add(Repository.PathTo("components/local"));
        options.Apps.Add(new SidecarAppOptions { AppId = AppIds.Booking });
        options.Apps.Add(new SidecarAppOptions { AppId = AppIds.Gateway });
        options.Apps.Add(new SidecarAppOptions { AppId = AppIds.EventCore, AppPort = _neighbours.Port });
        _sidecarOptions = options;
        _sidecar = await SidecarHost.StartAsync(options);
    }

    private async Task StartStripeAsync()
    {
        var postgres = await (await TestPostgres.ClusterAsync()).CreateDatabaseAsync($"stripe_{_number}");
        _stripe = await SimulatorApp.CreateAsync([
            "--Simulator:Port=0",
            $"--Simulator:Postgres={postgres}",
            $"--Simulator:WebhookUrl={GatewaySidecar}api/v1/booking/webhook/stripe",
            $"--Simulator:WebhookSecret={WebhookSecret}",
            "--Simulator:SettlementDelay=00:00:02",
            "--Logging:LogLevel:Default=None"]);
        await _stripe.StartAsync();
        Stripe = new StripeControl(new Uri(_stripe.Urls.Single()));
    }

    private void StartBooking(params (string Name, string Value)[] settings)
    {
        _booking = new KestrelHost<SeatTaker>(
        [
            ("ConnectionStrings:Database", _database.ConnectionString),
            ("Auth:Issuer", TestTokens.Issuer),
            ("APP_API_TOKEN", AppToken),
            ("DAPR_API_TOKEN", "asked for by none here"),
            ("DAPR_HTTP_PORT", $"{_sidecar![AppIds.Booking].HttpPort}"),
            ("DAPR_GRPC_PORT", $"{_sidecar[AppIds.Booking].GrpcPort}"),
            ("Stripe:ApiBase", Stripe.Address.ToString().TrimEnd('/')),
            ("Stripe:SecretKey", StripeControl.SecretKey),
            ("Stripe:PublishableKey", "pk_test_local"),
            ("Stripe:WebhookSecrets:0", OldWebhookSecret),
            ("Stripe:WebhookSecrets:1", WebhookSecret),
            ("Payments:LeastTime", "00:00:00"),
            ("Payments:Grace", "00:00:02"),
            ("Payments:MaxDeclines", "3"),
            ("Payments:SweepInterval", "00:00:00.5"),
            ("Logging:LogLevel:Default", Environment.GetEnvironmentVariable("BOOKING_TEST_LOG") ?? "None"),
            .. settings,
        ]);
        _sidecar.AttachApp(AppIds.Booking, _booking.Port);
    }
}
