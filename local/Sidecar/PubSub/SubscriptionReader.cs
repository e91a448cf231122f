using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Asks an app what it subscribes to.</summary>
internal sealed class SubscriptionReader(AppChannel channel, ComponentSet components, ILogger<SubscriptionReader> logger)
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(10);

    /// <summary>The app's subscriptions, or null when it did not answer (it is then not up yet).</summary>
    public async Task<IReadOnlyList<SubscriptionSpec>?> ReadAsync(App app, Uri address, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(GiveUpAfter);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/dapr/subscribe"));
            using var response = await channel.SendAsync(request, deadline.Token);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                var items = await response.Content.ReadFromJsonAsync<List<Item>>(deadline.Token);
                return [.. (items ?? []).Select(i => Accept(app.Id, i)).OfType<SubscriptionSpec>().DistinctBy(s => (s.PubSub, s.Topic))];
            }

            if (response.StatusCode != HttpStatusCode.NotFound)
            {
                PubSubLog.SubscriptionIgnored(logger, app.Id, "/dapr/subscribe", $"it answers {(int)response.StatusCode}");
            }

            // A server's error may pass; then it is asked again.
            return (int)response.StatusCode >= 500 ? null : [];
        }
        catch (JsonException e)
        {
            PubSubLog.SubscriptionIgnored(logger, app.Id, "/dapr/subscribe", e.Message);
            return [];
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private SubscriptionSpec? Accept(string appId, Item item)
    {
        var route = item.Routes?.Default is { Length: > 0 } fallback ? fallback : item.Route;
        if (Refusal(appId, item, route) is { } reason)
        {
            PubSubLog.SubscriptionIgnored(logger, appId, $"{item.Topic} of {item.PubSubName}", reason);
            return null;
        }

        var raw = bool.TryParse(item.Metadata?.GetValueOrDefault("rawPayload"), out var value) && value;
        var deadLetter = item.DeadLetterTopic is { Length: > 0 } topic ? topic : null;
        return new(item.PubSubName!, item.Topic!, '/' + route!.TrimStart('/'), raw, deadLetter, BulkOf(item));
    }

    // The number that an app may leave out is daprd's. Its maxAwaitDurationMs is a maximum: a delivery waits for no second message.
    private static BulkSize? BulkOf(Item item) => item.BulkSubscribe is { Enabled: true } bulk
        ? new(bulk.MaxMessagesCount is { } count and > 0 ? count : 100)
        : null;

    private string? Refusal(string appId, Item item, string? route) => (item, components.FindPubSub(appId, item.PubSubName)) switch
    {
        ({ PubSubName: null or "" } or { Topic: null or "" }, _) => "it names no pubsub or no topic",
        ({ Routes.Rules.Count: > 0 }, _) => "routing rules are not supported by the embedded sidecar",
        _ when string.IsNullOrEmpty(route) => "it has no route",
        (_, null) => "there is no such component for this app",
        ({ BulkSubscribe.Enabled: true }, { Type: Component.BroadcastType }) => "a broadcast is not delivered in bulk",
        _ => null,
    };

    /// <summary>One item of the answer to <c>GET /dapr/subscribe</c>.</summary>
    private sealed record Item(
        [property: JsonPropertyName("pubsubname")] string? PubSubName,
        string? Topic,
        string? Route,
        RouteTable? Routes,
        Dictionary<string, string>? Metadata,
        string? DeadLetterTopic,
        BulkWish? BulkSubscribe);

    private sealed record RouteTable(IReadOnlyList<JsonElement>? Rules, string? Default);

    private sealed record BulkWish(bool Enabled, int? MaxMessagesCount);
}
