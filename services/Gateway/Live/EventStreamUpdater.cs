namespace TicketBooking.Gateway.Live;

/// <summary>
/// Keeps one event's stream up to date while it has listeners. Sends what the feed brings, in bursts, and reads from the seats service what it
/// does not bring. One reading serves all listeners.
/// </summary>
internal sealed partial class EventStreamUpdater(
    Guid eventId, SeatFeedReader seats, LiveOptions options, LiveMetrics metrics, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private Task? _catchingUp;
    private long _askAgain;
    private volatile bool _failing;

    public Guid EventId => eventId;

    public EventStream Stream { get; } = new(eventId, options, metrics);

    /// <summary>Reads the whole state.</summary>
    /// <returns>False when there is no such event.</returns>
    /// <exception cref="HttpRequestException">The seats service cannot be asked.</exception>
    public async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await seats.ReadAsync(eventId, after: null, cancellationToken) is not { } feed)
        {
            return false;
        }

        Stream.CatchUp(feed, asked: -1);
        return true;
    }

    /// <summary>Returns when there were no listeners for <see cref="LiveOptions.IdleFor"/>, or the event is gone.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var (heartbeat, watched) = (clock.GetTimestamp(), clock.GetTimestamp());
        do
        {
            var received = await Stream.WaitAsync(options.CheckEvery, stopping);
            Stream.Flush();
            if (received)
            {
                // A burst becomes one frame, and a message that was overtaken has time to arrive.
                await Task.Delay(options.CoalesceFor(Stream.ListenerCount), clock, stopping);
            }

            if ((!received || Stream.HasGap) && clock.GetTimestamp() >= _askAgain && !await TryCatchUpAsync(stopping))
            {
                return;
            }

            heartbeat = SendHeartbeatWhenDue(heartbeat);
            watched = Stream.ListenerCount > 0 ? clock.GetTimestamp() : watched;
        }
        while (clock.GetElapsedTime(watched) < options.IdleFor || !Stream.TryEndWithoutListeners());
    }

    /// <summary>Reads what a listener has seen already in another process that is ahead of this one.</summary>
    /// <remarks>A reading under way may have begun too early for it; the next one has not.</remarks>
    public async Task CatchUpToAsync(long seen, CancellationToken cancellationToken)
    {
        for (var reading = 0; reading < 2 && Stream.Known < seen; reading++)
        {
            await SharedCatchUp().WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        Stream.End();
        Stream.Dispose();
    }

    private Task SharedCatchUp()
    {
        lock (_gate)
        {
            return _catchingUp is { IsCompleted: false } ? _catchingUp : _catchingUp = TryCatchUpAsync(CancellationToken.None);
        }
    }

    private long SendHeartbeatWhenDue(long last)
    {
        if (clock.GetElapsedTime(last) < options.HeartbeatEvery)
        {
            return last;
        }

        Stream.SendHeartbeat();
        return clock.GetTimestamp();
    }

    /// <returns>False when the event is gone.</returns>
    private async Task<bool> TryCatchUpAsync(CancellationToken stopping)
    {
        try
        {
            var asked = Stream.Known;
            var feed = await seats.ReadAsync(eventId, asked, stopping);
            if (feed is not null)
            {
                Stream.CatchUp(feed, asked);
            }

            _failing = false;
            return feed is not null;
        }
        catch (HttpRequestException exception)
        {
            // The listeners keep what they have; the next round tries again.
            _askAgain = clock.GetTimestamp() + (long)(options.CheckEvery.TotalSeconds * clock.TimestampFrequency);
            if (!_failing)
            {
                LogFailing(exception, eventId);
            }

            _failing = true;
            return true;
        }
    }

    [LoggerMessage(4020, LogLevel.Warning, "The changes of event {EventId} cannot be read from seats; its listeners may see them late.")]
    private partial void LogFailing(Exception exception, Guid eventId);
}
