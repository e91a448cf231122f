using System.Collections.Concurrent;
using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>The events that are followed: each from its first listener on, until nobody has listened for a while.</summary>
/// <param name="newFollower">Makes one for an event.</param>
/// <param name="lifetime">When the process is told to stop, all streams end.</param>
/// <param name="metrics">Counts the events.</param>
/// <param name="logger">Says what broke.</param>
internal sealed partial class EventHubs(
    Func<Guid, EventFollower> newFollower, IHostApplicationLifetime lifetime, LiveMetrics metrics, ILogger<EventHubs> logger)
{
    private readonly ConcurrentDictionary<Guid, Following> _followed = new();

    /// <summary>A message of the feed. Nobody watches? Then it is nobody's business.</summary>
    public void Hear(SeatFeedMessage message)
    {
        if (_followed.TryGetValue(message.EventId, out var following))
        {
            following.Follower.Hub.Hear(new SeatFeedBatch(message.Seq, message.Changes));
        }
    }

    /// <returns>The state of an event now, or null when there is no such event.</returns>
    /// <exception cref="HttpRequestException">The seats service cannot be asked.</exception>
    public async Task<SeatSnapshot?> FindSnapshotAsync(Guid eventId, CancellationToken cancellationToken) =>
        (await FindAsync(eventId, cancellationToken))?.Follower.Hub.Snapshot;

    /// <summary>Lets a listener hear an event from what it has seen last.</summary>
    /// <returns>What it is to leave again, or null when there is no such event.</returns>
    /// <exception cref="HttpRequestException">The seats service cannot be asked, or this process is stopping.</exception>
    public async Task<EventHub?> JoinAsync(Guid eventId, Listener listener, long? seen, CancellationToken cancellationToken)
    {
        while (await FindAsync(eventId, cancellationToken) is { } following)
        {
            await following.Follower.ReachAsync(seen ?? 0, cancellationToken);
            if (following.Follower.Hub.TryJoin(listener, seen))
            {
                return following.Follower.Hub;
            }

            // It ended in this very moment; the next one starts anew.
            Forget(eventId, following);
        }

        return null;
    }

    private async Task<Following?> FindAsync(Guid eventId, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new HttpRequestException("This process is stopping.");
        }

        var following = _followed.GetOrAdd(eventId, id => new Following(newFollower(id), BeginAsync));
        return await following.Begun.WaitAsync(cancellationToken) ? following : null;
    }

    private async Task<bool> BeginAsync(Following following)
    {
        var begun = false;
        try
        {
            begun = await following.Follower.BeginAsync(lifetime.ApplicationStopping);
        }
        finally
        {
            if (!begun)
            {
                Forget(following.Follower.EventId, following);
            }
        }

        if (begun)
        {
            metrics.Followed();
            _ = FollowAsync(following);
        }

        return begun;
    }

    private async Task FollowAsync(Following following)
    {
        try
        {
            await following.Follower.RunAsync(lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // All streams end now.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogBroken(exception, following.Follower.EventId);
        }
        finally
        {
            Forget(following.Follower.EventId, following);
            following.Follower.Dispose();
            metrics.Forgotten();
        }
    }

    private void Forget(Guid eventId, Following following) => _followed.TryRemove(KeyValuePair.Create(eventId, following));

    [LoggerMessage(4021, LogLevel.Error, "Event {EventId} can no longer be followed; its listeners are disconnected and may come back.")]
    private partial void LogBroken(Exception exception, Guid eventId);

    /// <summary>A follower, and whether it has begun: all who come first wait for the same reading.</summary>
    private sealed class Following
    {
        private readonly Lazy<Task<bool>> _begun;

        public Following(EventFollower follower, Func<Following, Task<bool>> begin)
        {
            Follower = follower;
            _begun = new Lazy<Task<bool>>(() => begin(this));
        }

        public EventFollower Follower { get; }

        public Task<bool> Begun => _begun.Value;
    }
}
