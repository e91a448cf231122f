namespace TicketBooking.EventCore.Security;

/// <summary>Makes a signing key and the configured administrator, if there is one, before the service listens.</summary>
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
