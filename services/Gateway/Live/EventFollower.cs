namespace TicketBooking.Gateway.Live;

/// <summary>
/// Keeps one event's hub going as long as somebody watches: shows what the feed brings, in bursts, and asks the seats service for what it does
/// not bring. One reading serves all listeners.
/// </summary>
internal sealed partial class EventFollower(
    Guid eventId, SeatFeedReader seats, LiveOptions options, LiveMetrics metrics, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private Task? _reaching;
    private long _askAgain;
    private volatile bool _failing;

    public Guid EventId => eventId;

    public EventHub Hub { get; } = new(eventId, options, metrics);

    /// <returns>False when there is no such event.</returns>
    /// <exception cref="HttpRequestException">The seats service cannot be asked.</exception>
    public async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        if (await seats.ReadAsync(eventId, after: null, cancellationToken) is not { } feed)
        {
            return false;
        }

        Hub.Heal(feed, asked: -1);
        return true;
    }

    /// <summary>Returns when nobody has watched for a while or the event is gone.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var (beat, watched) = (clock.GetTimestamp(), clock.GetTimestamp());
        do
        {
            var heard = await Hub.WaitAsync(options.CheckEvery, stopping);
            Hub.Show();
            if (heard)
            {
                // A burst becomes one frame, and a message that overtook another one gets company.
                await Task.Delay(options.Coalesce, clock, stopping);
            }

            if ((!heard || Hub.HasGap) && clock.GetTimestamp() >= _askAgain && !await TryCatchUpAsync(stopping))
            {
                return;
            }

            beat = Beat(beat);
            watched = Hub.IsWatched ? clock.GetTimestamp() : watched;
        }
        while (clock.GetElapsedTime(watched) < options.IdleFor || !Hub.TryEndUnwatched());
    }

    /// <summary>For a listener that has seen more than this process: it was with another one that is ahead.</summary>
    /// <remarks>A reading that is under way may have begun too early for it; the next one has not.</remarks>
    public async Task ReachAsync(long seen, CancellationToken cancellationToken)
    {
        for (var reading = 0; reading < 2 && Hub.Known < seen; reading++)
        {
            await SharedCatchUp().WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        Hub.End();
        Hub.Dispose();
    }

    private Task SharedCatchUp()
    {
        lock (_gate)
        {
            return _reaching is { IsCompleted: false } ? _reaching : _reaching = TryCatchUpAsync(CancellationToken.None);
        }
    }

    private long Beat(long last)
    {
        if (clock.GetElapsedTime(last) < options.HeartbeatEvery)
        {
            return last;
        }

        Hub.Beat();
        return clock.GetTimestamp();
    }

    /// <returns>False when the event is gone.</returns>
    private async Task<bool> TryCatchUpAsync(CancellationToken stopping)
    {
        try
        {
            var asked = Hub.Known;
            var feed = await seats.ReadAsync(eventId, asked, stopping);
            if (feed is not null)
            {
                Hub.Heal(feed, asked);
            }

            _failing = false;
            return feed is not null;
        }
        catch (HttpRequestException exception)
        {
            // The listeners keep what they have; the next try comes by itself.
            _askAgain = clock.GetTimestamp() + (long)(options.CheckEvery.TotalSeconds * clock.TimestampFrequency);
            if (!_failing)
            {
                LogFailing(exception, eventId);
            }

            _failing = true;
            return true;
        }
    }

    [LoggerMessage(4020, LogLevel.Warning, "Seats cannot be asked what became of event {EventId}; its listeners may see changes late.")]
    private partial void LogFailing(Exception exception, Guid eventId);
}
