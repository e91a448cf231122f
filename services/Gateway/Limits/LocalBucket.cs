namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Keeps what one instance knows of one client's bucket: tokens leased from the shared one, tokens that it owes it, and until when that is
/// known to be empty.
/// Every request admitted here also takes a token from a local bucket, which decides alone while the store is away. Times are milliseconds
/// of this process's monotonic clock.
/// </summary>
internal sealed class LocalBucket(Rate rate, long now)
{
    /// <summary>A lease's tokens lapse after this, so that a client that moves on to another instance finds them there again soon.</summary>
    public const long LeaseMilliseconds = 500;

    private readonly Lock _lock = new();
    private readonly int _largestLease = Math.Max(1, (int)(rate.Burst / 4));
    private readonly int _mostOwed = (int)(rate.Burst / 10);
    private TokenBucket _own = TokenBucket.Full(rate, now);
    private int _leased;
    private int _leaseSize;
    private long _leaseEnds;
    private long _emptyUntil;
    private double _inStore = rate.Burst;
    private int _owed;
    private bool _hasCredit = true;
    private TaskCompletionSource<bool>? _leasing;

    public Rate Rate => rate;

    /// <summary>Decides from what is known here; null when the shared bucket has to be asked.</summary>
    public Verdict? TryDecide(long now)
    {
        lock (_lock)
        {
            _own = _own.Refilled(rate, now);
            if (_own.Tokens < 1)
            {
                return Verdict.Refused(_own.UntilNext(rate));
            }

            if (_leased > 0 && now < _leaseEnds)
            {
                _leased--;
                return Admitted();
            }

            if (now < _emptyUntil)
            {
                return Verdict.Refused(TimeSpan.FromMilliseconds(_emptyUntil - now));
            }

            // A client that asks now and then is let through on credit while the store has as much, and is asked once for several requests.
            if (_hasCredit && _owed < _mostOwed)
            {
                _owed++;
                return Admitted();
            }

            return null;
        }
    }

    /// <summary>Decides as if there were no other instance.</summary>
    public Verdict DecideAlone(long now)
    {
        lock (_lock)
        {
            (_own, var granted) = _own.Take(rate, now, 1);
            return granted == 1 ? Verdict.Admitted(_own.Tokens) : Verdict.Refused(_own.UntilNext(rate));
        }
    }

    /// <summary>
    /// The lease that is being asked for; the caller has to ask when it is the first. Its result is whether the store answered.
    /// </summary>
    public Task<bool> JoinLease(out bool isFirst)
    {
        lock (_lock)
        {
            isFirst = _leasing is null;
            _leasing ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _leasing.Task;
        }
    }

    /// <summary>
    /// How many tokens to ask for, and how many of the last lease go back, less what is owed. A lease that was used up before its end was too
    /// small; what one user needs now and then is one token at a time.
    /// </summary>
    public (int Wanted, int Returned) NextLease(long now)
    {
        lock (_lock)
        {
            var usedUp = _leased == 0 && now < _leaseEnds;
            _leaseSize = Math.Clamp(usedUp ? 2 * _leaseSize : _leaseSize - _leased, 1, _largestLease);
            var returned = now < _leaseEnds + LeaseMilliseconds ? _leased : 0;
            _leased = 0;
            return (_leaseSize, returned - _owed);
        }
    }

    public void Leased(int granted, TokenBucket left, long now)
    {
        lock (_lock)
        {
            (_leased, _leaseEnds, _inStore, _owed) = (granted, now + LeaseMilliseconds, left.Tokens, 0);
            _hasCredit = left.Tokens >= _mostOwed;
            if (left.Tokens < 1)
            {
                // After what was granted. A token that lacks less than a tick is not there either: without a time, the store would be asked again
                // and again.
                _emptyUntil = now + Math.Max(1, (long)Math.Ceiling(left.UntilNext(rate).TotalMilliseconds));
            }
        }
    }

    /// <summary>Wakes the requests that wait for the lease, granted or not.</summary>
    public void EndLease(bool hasAnswer)
    {
        lock (_lock)
        {
            _leasing?.SetResult(hasAnswer);
            _leasing = null;
        }
    }

    private Verdict Admitted()
    {
        _own = _own with { Tokens = _own.Tokens - 1 };
        return Verdict.Admitted(Math.Min(_own.Tokens, _leased + _inStore - _owed));
    }
}
