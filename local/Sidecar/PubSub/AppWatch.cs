using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Watches every app instance; one that comes up is asked what it subscribes to.</summary>
internal sealed class AppWatch(AppDirectory apps, SubscriptionReader reader, Subscriptions subscriptions) : ProcessTask
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await subscriptions.StopAsync();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(apps.All.SelectMany(app => app.Instances.Select(instance =>
        instance.WatchAsync((address, cancellationToken) => WelcomeAsync(app, address, cancellationToken), app.OnInstanceChanged, stoppingToken))));

    // False sends the watch back to wait a little: the app, or the database, does not answer yet.
    private async Task<bool> WelcomeAsync(App app, Uri address, CancellationToken cancellationToken) =>
        await reader.ReadAsync(app, address, cancellationToken) is { } wanted && await subscriptions.TryApplyAsync(app, wanted, cancellationToken);
}
