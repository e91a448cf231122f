namespace TicketBooking.Gateway.Limits;

/// <summary>Decides whether to ask the store. Once it has failed, one request a second tries again; the others do not wait for it.</summary>
internal sealed partial class StoreOutage(LimitMetrics metrics, ILogger<StoreOutage> logger)
{
    private const long PauseMilliseconds = 1000;

    private readonly Lock _lock = new();
    private long? _askAgainAt;

    public bool MayAsk(long now)
    {
        lock (_lock)
        {
            if (_askAgainAt is not { } at)
            {
                return true;
            }

            if (now < at)
            {
                return false;
            }

            _askAgainAt = now + PauseMilliseconds;
            return true;
        }
    }

    public void Failed(long now, BucketStoreException exception)
    {
        metrics.StoreFailure();
        lock (_lock)
        {
            if (_askAgainAt is null)
            {
                LogAway(exception);
            }

            _askAgainAt = now + PauseMilliseconds;
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            if (_askAgainAt is not null)
            {
                LogBack();
                _askAgainAt = null;
            }
        }
    }

    [LoggerMessage(4010, LogLevel.Warning, "The store of rate limits does not answer; until it does, every gateway limits on its own.")]
    private partial void LogAway(Exception exception);

    [LoggerMessage(4011, LogLevel.Warning, "The store of rate limits answers again.")]
    private partial void LogBack();
}
