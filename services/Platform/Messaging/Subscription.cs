using Microsoft.Extensions.DependencyInjection;

namespace TicketBooking.Platform;

/// <summary>What a service does with the messages of a topic.</summary>
/// <param name="Route">Where its sidecar delivers them.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Types">The message types that it understands; others are acknowledged.</param>
/// <param name="Handle">Handles messages with the parts of one scope.</param>
internal sealed record Subscription(
    string Route, string Topic, IReadOnlySet<string> Types, Func<IServiceProvider, IReadOnlyList<ChangeEvent>, CancellationToken, Task> Handle)
{
    public static Subscription OneByOne<T>(string route, string topic, string[] types)
        where T : IMessageHandler => new(route, topic, types.ToHashSet(StringComparer.Ordinal), async (services, changes, cancellationToken) =>
        {
            var handler = services.GetRequiredService<T>();
            foreach (var change in changes)
            {
                using var trace = MessageTrace.Continue(route, [change]);
                await handler.HandleAsync(change, cancellationToken);
            }
        });

    public static Subscription InBatches<T>(string route, string topic, string[] types)
        where T : IBatchHandler => new(route, topic, types.ToHashSet(StringComparer.Ordinal), async (services, changes, cancellationToken) =>
        {
            using var trace = MessageTrace.Continue(route, changes);
            await services.GetRequiredService<T>().HandleAsync(changes, cancellationToken);
        });
}
