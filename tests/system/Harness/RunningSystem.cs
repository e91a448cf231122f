using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.SystemHarness;

/// <summary>A whole system that runs, whoever started it, and the words that control its parts.</summary>
public abstract class RunningSystem : IAsyncLifetime
{
    /// <summary>The gateway, without a token.</summary>
    public abstract HttpClient Gateway { get; }

    /// <summary>Where each app says whether it, its database and its sidecar answer.</summary>
    public abstract IReadOnlyList<Uri> HealthAddresses { get; }

    /// <summary>Another client of the gateway, to which a token may be added.</summary>
    public virtual HttpClient NewGatewayClient() => new() { BaseAddress = Gateway.BaseAddress };

    /// <summary>A client of the payment provider's simulator.</summary>
    public abstract HttpClient NewStripeClient();

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Gives a command about its parts: <c>kill PART</c>, <c>restart PART</c>, <c>run APP WORD…</c>.</summary>
    /// <returns>The exit code, and what was printed.</returns>
    public abstract Task<(int ExitCode, string Answer)> TryCommandAsync(params string[] words);

    /// <summary>As <see cref="TryCommandAsync"/>, for a command that must end with 0.</summary>
    /// <returns>What was printed.</returns>
    public async Task<string> CommandAsync(params string[] words)
    {
        var (exitCode, answer) = await TryCommandAsync(words);
        Assert.True(exitCode == 0, answer);
        return answer;
    }

    /// <summary>Restarts a part and waits until every app says that it, its database and its sidecar answer.</summary>
    public async Task RestartAsync(string part)
    {
        await CommandAsync("restart", part);
        await UntilReadyAsync();
    }

    protected async Task UntilReadyAsync()
    {
        using var http = new HttpClient();
        foreach (var address in HealthAddresses)
        {
            await Eventually.GetAsync(() => http.GetAsync(address), answer => answer.IsSuccessStatusCode);
        }
    }
}
