using Microsoft.AspNetCore.Builder;
using Npgsql;
using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Contracts;
using TicketBooking.StripeSimulator;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>
/// Booking and its sidecar as processes that may die and come back; database, Stripe simulator and neighbours stay. A process that was killed
/// has been away for a minute by the tables' clock when it comes back, so that leases have passed and jobs find what is left.
/// </summary>
public class Stand : IAsyncLifetime
{
    private static int _count;

    private readonly int _number = Interlocked.Increment(ref _count);
    private readonly Processes _processes;
    private readonly Neighbours _neighbours = new();
    private readonly FaultPoint _point = new();
    private WebApplication _stripe = null!;
    private Keeper _sidecar = null!;
    private Keeper _booking = null!;
    private HttpClient _health = null!;
    private string _database = "";

    public Stand()
        : this(isSwept: true)
    {
    }

    private protected Stand(bool isSwept) =>
        _processes = new(Ports.Next(), Ports.Next(), Ports.Next(), Ports.Next(), Ports.Next(), isSwept);

    internal NpgsqlDataSource Database { get; private set; } = null!;

    internal StripeControl Provider { get; private set; } = null!;

    internal NpgsqlDataSource ProviderDatabase { get; private set; } = null!;

    internal Uri GatewaySidecar => new($"http://127.0.0.1:{_processes.GatewayHttpPort}");

    private Uri EventCoreSidecar => new($"http://127.0.0.1:{_processes.EventCoreHttpPort}");

    internal Uri SidecarGrpcAddress => new($"http://127.0.0.1:{_processes.GrpcPort}");

    internal FaultPoint Point => _point;

    public async ValueTask InitializeAsync()
    {
        var postgres = await TestPostgres.ClusterAsync();
        _database = await postgres.CreateDatabaseAsync($"stand_{_number}_booking");
        var provider = await postgres.CreateDatabaseAsync($"stand_{_number}_stripe");
        Database = NpgsqlDataSource.Create(_database);
        ProviderDatabase = NpgsqlDataSource.Create(provider);
        await _neighbours.StartAsync();
        _stripe = await SimulatorApp.CreateAsync([
            "--Simulator:Port=0",
            $"--Simulator:Postgres={provider}",
            $"--Simulator:WebhookUrl={GatewaySidecar}v1.0/invoke/booking/method/api/v1/booking/webhook/stripe",
            "--Simulator:WebhookSecret=whsec_test",
            "--Simulator:WebhookRetryLimit=00:00:01",
            "--Simulator:SettlementDelay=01:00:00",
            "--Logging:LogLevel:Default=None"]);
        await _stripe.StartAsync();
        Provider = new StripeControl(new Uri(_stripe.Urls.Single()));
        var sidecar = await postgres.CreateDatabaseAsync($"stand_{_number}_sidecar");
        _sidecar = new Keeper(_processes.Sidecar(sidecar, _neighbours.Port), () => Time.PassAsync(Database));
        _booking = new Keeper(_processes.Booking(_database, _stripe.Urls.Single(), _point.File), () => Time.PassWithoutBookingAsync(Database));
        _health = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_processes.BookingPort}") };
        await Eventually.NothingIsMissingAsync(WhyNotReadyAsync);
    }

    public async ValueTask DisposeAsync()
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

    /// <summary>An operator compares everything, in a process that meets the fault too.</summary>
    internal Task<int> ReconcileAsync() => CommandAsync("reconcile", "--settle-seconds", "0");

    /// <summary>An operator writes the state of an event to the outbox anew, in a process that meets the fault too.</summary>
    internal Task<int> RepublishAsync(Guid eventId) => CommandAsync("republish", $"{eventId}");

    /// <summary>An operator resumes all blocked refunds, in a process that meets the fault too.</summary>
    internal Task<int> ResumeRefundsAsync() => CommandAsync("refunds", "resume", "--all");

    /// <summary>Asks as event-core does before it deletes an event, again until there is an answer.</summary>
    internal async Task CloseEventAsync(Guid eventId)
    {
        using var http = new HttpClient(new ResendingHandler()) { BaseAddress = EventCoreSidecar };
        using var answer = await http.PostAsync(
            new Uri($"/v1.0/invoke/booking/method/internal/events/{eventId}/close", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>An event with two seats, on sale.</summary>
    internal async Task<EventMessage> NewEventAsync(int holdSeconds, long priceMinor = Hall.Price)
    {
        var message = Sample.Event(Sample.Section("Main", rows: 1, seatsPerRow: 2, priceMinor)) with { HoldSeconds = holdSeconds };
        await PublishAsync(message);
        await Eventually.NothingIsMissingAsync(async () => await Database.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM tbl_event_rules WHERE event_id = $1)", message.EventId) ? null : "booking has not heard of the event");
        return message;
    }

    /// <summary>Says it on the topic of event-core's outbox, as change data capture does, until the sidecar has taken it.</summary>
    internal async Task PublishAsync(EventMessage message)
    {
        using var http = new HttpClient { BaseAddress = EventCoreSidecar };
        var change = OutboxRow.ChangeOf(message);
        await Eventually.SucceedsAsync(() => OutboxRow.PublishAsync(http, Topics.EventOutbox, message.EventId, change));
    }

    /// <summary>The bank has answered about a payment that was under way.</summary>
    internal async Task SettleAsync(string intentId)
    {
        await ProviderDatabase.ExecuteAsync("UPDATE payment_intent SET settles_at = now() WHERE id = $1", intentId);
        await Provider.TouchAsync(intentId);
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

    private async Task<int> CommandAsync(params string[] words) =>
        (await ServiceProcess.RunAsync(_processes.Booking(_database, _stripe.Urls.Single(), _point.File, words))).ExitCode;
}
