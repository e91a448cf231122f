namespace TicketBooking.Sidecar.Background;

/// <summary>Work that runs as long as the process. Stopping waits for its end, however long the server took to drain.</summary>
internal abstract class ProcessTask : BackgroundService
{
    public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(CancellationToken.None);
}
