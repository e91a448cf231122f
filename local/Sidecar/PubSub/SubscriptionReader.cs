using System.Net;
using System.Text.Json;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Asks an app what it subscribes to.</summary>
internal sealed class SubscriptionReader(AppChannel channel, ComponentSet components, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The app's subscriptions, or null when it did not answer (it is then not up yet).</summary>
    public async Task<IReadOnlyList<SubscriptionSpec>?> ReadAsync(App app, Uri address, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/dapr/subscribe"));
            using var response = await channel.SendAsync(request, patience.Token);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                var items = await response.Content.ReadFromJsonAsync<List<SubscriptionDocument>>(patience.Token);
                return [.. (items ?? []).Select(i => Accept(app.Id, i)).OfType<SubscriptionSpec>().DistinctBy(s => (s.PubSub, s.Topic))];
            }

            if (response.StatusCode != HttpStatusCode.NotFound)
            {
                PubSubLog.SubscribeUnreadable(logger, app.Id, $"it answers {(int)response.StatusCode}");
            }

            // A server's error may pass; then it is asked again.
            return (int)response.StatusCode >= 500 ? null : [];
        }
        catch (JsonException e)
        {
            PubSubLog.SubscribeUnreadable(logger, app.Id, e.Message);
            return [];
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private SubscriptionSpec? Accept(string appId, SubscriptionDocument item)
    {
        var route = item.Routes?.Default is { Length: > 0 } fallback ? fallback : item.Route;
        var reason = Refusal(appId, item, route);
        if (reason is not null)
        {
            PubSubLog.SubscriptionIgnored(logger, appId, item.PubSubName ?? "?", item.Topic ?? "?", reason);
            return null;
        }

        var raw = item.Metadata?.GetValueOrDefault("rawPayload") is { } text && bool.TryParse(text, out var value) && value;
        return new(item.PubSubName!, item.Topic!, '/' + route!.TrimStart('/'), raw, item.DeadLetterTopic is { Length: > 0 } topic ? topic : null);
    }

    private string? Refusal(string appId, SubscriptionDocument item, string? route) => item switch
    {
        { PubSubName: null or "" } or { Topic: null or "" } => "it names no pubsub or no topic",
        { Routes.Rules.Count: > 0 } => "routing rules are not supported by the embedded sidecar",
        { BulkSubscribe.Enabled: true } => "bulk subscribe is not supported by the embedded sidecar",
        _ when string.IsNullOrEmpty(route) => "it has no route",
        _ when !components.VisibleTo(appId).Any(c => c.IsPubSub && c.Name == item.PubSubName) => "there is no such component for this app",
        _ => null,
    };
}
