namespace TicketBooking.EventCore.Security;

/// <summary>Before the service listens there is a key to sign with and, if one is configured, an administrator.</summary>
internal sealed partial class IssuerStart(KeyRing keys, AdminAccount admin, ILogger<IssuerStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await keys.EnsureKeyAsync(cancellationToken))
        {
            LogFirstKey();
        }

        await admin.EnsureAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1001, LogLevel.Information, "Made the first signing key.")]
    private partial void LogFirstKey();
}
