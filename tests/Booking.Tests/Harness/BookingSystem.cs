using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Tests.Data;
using TicketBooking.Booking.Tests.Domain;
using TicketBooking.Contracts;
using TicketBooking.Sidecar;
using TicketBooking.StripeSimulator;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Harness;

/// <summary>
/// Booking with all that it talks to: its sidecar, its database, the Stripe simulator that calls back through the sidecar, and neighbours.
/// One for all tests of the collection, which run one after the other; every test has its own event and buyers.
/// </summary>
public sealed class BookingSystem : IAsyncLifetime
{
    public const string WebhookSecret = "whsec_test";
    public const string OldWebhookSecret = "whsec_test_old";

    private readonly TestPostgres _database = new();
    private readonly Neighbours _neighbours = new();
    private SidecarHost? _sidecar;
    private WebApplication? _stripe;
    private BookingService? _booking;

    public NpgsqlDataSource Database => _database.DataSource;

    internal Neighbours Neighbours => _neighbours;

    internal SidecarHost Sidecar => _sidecar!;

    /// <summary>The part of the service, for tests that look inside.</summary>
    internal T Part<T>()
        where T : notnull => _booking!.Part<T>();

    internal StripeControl Stripe { get; private set; } = null!;

    internal Uri DirectAddress => new($"http://127.0.0.1:{_booking!.Port}");

    private Uri SidecarAddress => new($"http://127.0.0.1:{_sidecar![AppIds.Booking].HttpPort}/v1.0/invoke/booking/method/");

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        await _neighbours.StartAsync();
        await StartSidecarAsync();
        await StartStripeAsync();
        StartBooking();
    }

    public async Task DisposeAsync()
    {
        await _booking!.DisposeAsync();
        await _stripe!.DisposeAsync();
        await _sidecar!.DisposeAsync();
        await _neighbours.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Stops the service, does something in its absence, and starts it again.</summary>
    public async Task RestartBookingAsync(Func<Task>? whileDown = null)
    {
        await _booking!.DisposeAsync();
        try
        {
            await (whileDown?.Invoke() ?? Task.CompletedTask);
        }
        finally
        {
            StartBooking();
        }
    }

    internal Buyer NewBuyer() => new(BuyerClient(BookingDatabase.NewId(), out var userId), userId);

    internal Buyer Anonymous() => new(new HttpClient { BaseAddress = SidecarAddress }, Guid.Empty);

    /// <summary>An event that is on sale, with a hall of one section.</summary>
    internal async Task<SeatCatalogue> NewEventAsync(
        int rows = 2, int seatsPerRow = 10, int holdSeconds = 600, int maxSeats = 8, Func<EventMessage, EventMessage>? change = null)
    {
        var hall = Hall.Of(BookingDatabase.NewId(), rows, seatsPerRow);
        _neighbours.Publish(hall);
        var message = MessageOf(hall.EventId, holdSeconds, maxSeats);
        await EventRulesTable.ApplyAsync(Database, change is null ? message : change(message), CancellationToken.None);
        return hall;
    }

    internal static EventMessage MessageOf(Guid eventId, int holdSeconds = 600, int maxSeats = 8) => new(
        eventId,
        1,
        EventStatuses.Scheduled,
        "Title",
        null,
        null,
        new EventVenue(BookingDatabase.NewId(), "Venue", "City"),
        TimeProvider.System.GetUtcNow().AddDays(30),
        null,
        null,
        "EUR",
        maxSeats,
        holdSeconds,
        [],
        BookingDatabase.NewId());

    internal async Task<T> ScalarAsync<T>(string sql, params object?[] values) =>
        (await Database.Command(sql, values).ListAsync(row => row.GetFieldValue<T>(0), CancellationToken.None)).Single();

    /// <summary>Waits until the payment workflow of a booking waits no more.</summary>
    internal async Task WaitForWorkflowEndAsync(Answer booking)
    {
        var attempt = await ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE payment_intent_id = $1", booking.IntentId);
        await Eventually.EqualsAsync(false, () => Part<PaymentWorkflows>().IsRunningAsync(attempt, CancellationToken.None));
    }

    /// <summary>What a booking announced, in order: its status and its first seat's.</summary>
    internal Task<string[]> MessagesAsync(Guid bookingId) => ScalarAsync<string[]>(
        """
        SELECT array_agg((payload ->> 'status') || '/' || coalesce(payload #>> '{seats,0,status}', '') ORDER BY occurred_at, id)
        FROM tbl_booking_outbox WHERE aggregate_id = $1
        """,
        bookingId.ToString());

    internal Task RunAsync(string sql, params object?[] values) => Database.Command(sql, values).RunAsync(CancellationToken.None);

    private HttpClient BuyerClient(Guid userId, out Guid same)
    {
        same = userId;
        var client = new HttpClient { BaseAddress = SidecarAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _neighbours.TokenFor(userId));
        return client;
    }

    private async Task StartSidecarAsync()
    {
        var postgres = await (await TestPostgres.ClusterAsync()).CreateDatabaseAsync("booking_sidecar");
        var options = new SidecarOptions { Postgres = postgres, AppApiToken = "token-of-the-app" };
        options.ResourcesPaths.Add(Path.Combine(Repository(), "components", "local"));
        options.Apps.Add(new SidecarAppOptions { AppId = AppIds.Booking });
        options.Apps.Add(new SidecarAppOptions { AppId = AppIds.EventCore, AppPort = _neighbours.Port });
        options.Apps.Add(new SidecarAppOptions { AppId = AppIds.Seats, AppPort = _neighbours.Port });
        _sidecar = await SidecarHost.StartAsync(options);

        // The SDK's invocation client reads the environment only.
        Environment.SetEnvironmentVariable("DAPR_HTTP_PORT", $"{_sidecar[AppIds.Booking].HttpPort}");
        Environment.SetEnvironmentVariable("DAPR_GRPC_PORT", $"{_sidecar[AppIds.Booking].GrpcPort}");
    }

    private async Task StartStripeAsync()
    {
        var postgres = await (await TestPostgres.ClusterAsync()).CreateDatabaseAsync("booking_stripe");
        _stripe = await SimulatorApp.Create([
            "--Simulator:Port=0",
            $"--Simulator:Postgres={postgres}",
            $"--Simulator:WebhookUrl={SidecarAddress}api/v1/booking/webhook/stripe",
            $"--Simulator:WebhookSecret={WebhookSecret}",
            "--Simulator:SettlementDelay=00:00:02",
            "--Logging:LogLevel:Default=None"]);
        await _stripe.StartAsync();
        Stripe = new StripeControl(new Uri(_stripe.Urls.Single()));
    }

    private void StartBooking()
    {
        _booking = BookingService.Start(new Dictionary<string, string>
        {
            ["ConnectionStrings:Database"] = _database.ConnectionString,
            ["Auth:Issuer"] = Neighbours.Issuer,
            ["APP_API_TOKEN"] = "token-of-the-app",
            ["DAPR_HTTP_PORT"] = $"{_sidecar![AppIds.Booking].HttpPort}",
            ["DAPR_GRPC_PORT"] = $"{_sidecar[AppIds.Booking].GrpcPort}",
            ["Stripe:ApiBase"] = Stripe.Address.ToString().TrimEnd('/'),
            ["Stripe:SecretKey"] = StripeControl.SecretKey,
            ["Stripe:PublishableKey"] = "pk_test_local",
            ["Stripe:WebhookSecrets:0"] = OldWebhookSecret,
            ["Stripe:WebhookSecrets:1"] = WebhookSecret,
            ["Payments:Grace"] = "00:00:03",
            ["Payments:MaxDeclines"] = "3",
            ["Payments:SweepInterval"] = "00:00:00.5",
            ["Logging:LogLevel:Default"] = Environment.GetEnvironmentVariable("BOOKING_TEST_LOG") ?? "None",
        });
        _sidecar.AttachApp(AppIds.Booking, _booking.Port);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TicketBooking.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository's root was not found.");
        }

        return folder.FullName;
    }
}

[CollectionDefinition(Name)]
public sealed class BookingSystemTests : ICollectionFixture<BookingSystem>
{
    public const string Name = "booking system";
}
