using TicketBooking.ChildProcesses;
using TicketBooking.Contracts;
using TicketBooking.Testing;

namespace TicketBooking.Seats.Tests.Generation;

/// <summary>The service as its own process, which a test can kill; the test is its sidecar.</summary>
internal sealed class SeatsProcess : IAsyncDisposable
{
    private readonly GuardedProcess _process;

    private SeatsProcess(GuardedProcess process, HttpClient client) => (_process, Client) = (process, client);

    public HttpClient Client { get; }

    /// <summary>Its exit code, or 128 + signal.</summary>
    public Task<int> Exited => _process.Exited;

    public static async Task<SeatsProcess> StartAsync(TestPostgres database, params (string Name, string Value)[] settings)
    {
        var port = Ports.Next();
        var command = ServiceProcess.CommandOf(
            "Seats",
            [
                ("ConnectionStrings:Database", database.ConnectionString), ("APP_API_TOKEN", TestSeats.Token), ("DAPR_API_TOKEN", "unused"),
                ("APP_PORT", $"{port}"), ("urls", $"http://127.0.0.1:{port}"), .. settings,
            ]);
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), DefaultRequestHeaders = { { "dapr-api-token", TestSeats.Token } } };
        var started = new SeatsProcess(GuardedProcess.Start(command, static _ => { }), client);
        await Eventually.SucceedsAsync(async () => (await client.GetAsync(new Uri("/health/live", UriKind.Relative))).EnsureSuccessStatusCode());
        return started;
    }

    /// <summary>Delivers the message of an event, and returns when it is acknowledged.</summary>
    public Task AcknowledgeAsync(EventMessage message) => SidecarDelivery.IsAsync("SUCCESS", Client, "event-changes", OutboxRow.ChangeOf(message));

    public async Task KillAsync()
    {
        await _process.SignalAsync("KILL");
        await _process.Exited;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }
}
