using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TicketBooking.Platform;

/// <summary>Lists the topics that a service hears, and the handler of each.</summary>
public sealed class SubscriptionTable
{
    private const string TopicPrefix = "event.public.";

    private readonly IServiceCollection _services;
    private readonly List<Subscription> _subscriptions = [];

    internal SubscriptionTable(IServiceCollection services, string appId) => (_services, AppId) = (services, appId);

    internal string AppId { get; }

    internal IReadOnlyList<Subscription> Subscriptions => _subscriptions;

    /// <summary>Where a message goes that the app could not take within the retries of its sidecar.</summary>
    internal string DeadLetterTopic => $"event.deadletter.{AppId}";

    /// <summary>Hears a change data capture topic; each message is handled by itself.</summary>
    /// <param name="route">Path below <c>/subscriptions</c>.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="types">The message types that the handler understands; others are acknowledged.</param>
    public SubscriptionTable WithChangesOf<T>(string route, string topic, params string[] types)
        where T : class, IMessageHandler => Add<T>(Subscription.OneByOne<T>(route, topic, types));

    /// <summary>Hears a change data capture topic; messages that come together are handled together.</summary>
    /// <param name="route">Path below <c>/subscriptions</c>.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="types">The message types that the handler understands; others are acknowledged.</param>
    public SubscriptionTable WithBatchesOf<T>(string route, string topic, params string[] types)
        where T : class, IBatchHandler => Add<T>(Subscription.InBatches<T>(route, topic, types));

    internal Subscription? Find(string topic) => _subscriptions.Find(subscription => subscription.Topic == topic);

    internal Subscription? FindByTable(string? table) => table is null ? null : Find(TopicPrefix + table);

    private SubscriptionTable Add<T>(Subscription subscription)
        where T : class
    {
        _subscriptions.Add(subscription);
        _services.TryAddScoped<T>();
        return this;
    }
}
