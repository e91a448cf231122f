using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>
/// Hands messages to their handler, together where it can. One that fails does not undo the others: after a failure each is tried alone, after
/// a timeout all have failed.
/// </summary>
internal sealed partial class MessageProcessor(IServiceScopeFactory scopes, TimeProvider clock, ILogger<MessageProcessor> logger)
{
    /// <summary>Applies messages of one topic.</summary>
    /// <param name="subscription">What handles them.</param>
    /// <param name="bodies">The bytes of each, as the publisher wrote them.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    /// <returns>An outcome for each, in their order.</returns>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached; nothing is known of any of them.</exception>
    public async Task<Outcome[]> ApplyAsync(Subscription subscription, IReadOnlyList<byte[]> bodies, CancellationToken cancellationToken)
    {
        var outcomes = new Outcome[bodies.Count];
        var changes = new List<(int Index, ChangeEvent Change)>(bodies.Count);
        for (var i = 0; i < bodies.Count; i++)
        {
            try
            {
                var change = ChangeEvent.Parse(bodies[i]);
                outcomes[i] = Outcome.Done;
                if (change.IsMessage && subscription.Types.Contains(change.Type))
                {
                    changes.Add((i, change));
                }
            }
            catch (MalformedMessageException exception)
            {
                outcomes[i] = Outcome.Unreadable(exception);
            }
        }

        if (changes.Count > 0)
        {
            var results = await HandleAsync(subscription, [.. changes.Select(change => change.Change)], cancellationToken);
            changes.Zip(results).ToList().ForEach(pair => outcomes[pair.First.Index] = pair.Second);
        }

        return outcomes;
    }

    private async Task<IReadOnlyList<Outcome>> HandleAsync(
        Subscription subscription, ChangeEvent[] changes, CancellationToken cancellationToken)
    {
        Array.ForEach(changes, change => change.BeginTry());
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await subscription.Handle(scope.ServiceProvider, changes, cancellationToken);
            return [.. changes.Select(change => Applied(subscription, change))];
        }
        catch (Exception exception) when (!IsForCaller(exception, cancellationToken))
        {
            // Each alone would wait as long for the same lock.
            if (changes.Length == 1 || exception.IsTimeout())
            {
                return [.. changes.Select(change => Refused(subscription, change, exception))];
            }
        }

        var outcomes = new List<Outcome>(changes.Length);
        foreach (var change in changes)
        {
            outcomes.AddRange(await HandleAsync(subscription, [change], cancellationToken));
        }

        return outcomes;
    }

    /// <summary>While the database is away, each message would fail alike, and none could be parked.</summary>
    private static bool IsForCaller(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested || exception.IsDatabaseAway();

    private Outcome Applied(Subscription subscription, ChangeEvent change)
    {
        if (change.OccurredAt is { } occurredAt && change.Postponement is null)
        {
            MessagingMetrics.Handled(subscription.Topic, clock.GetUtcNow() - occurredAt);
        }

        return Outcome.Of(change);
    }

    private Outcome Refused(Subscription subscription, ChangeEvent change, Exception exception)
    {
        if (exception is MalformedMessageException malformed)
        {
            return Outcome.Unreadable(malformed) with { RowId = change.Id };
        }

        LogFailed(exception, change.Id, subscription.Topic);
        return Outcome.Failed(change, exception);
    }

    [LoggerMessage(120, LogLevel.Error, "Message {MessageId} of {Topic} cannot be handled now.")]
    private partial void LogFailed(Exception exception, Guid? messageId, string topic);
}
