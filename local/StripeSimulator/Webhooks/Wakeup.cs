using System.Threading.Channels;

namespace TicketBooking.StripeSimulator.Webhooks;

/// <summary>Tells the background workers that the database has something new, so that none of them polls.</summary>
internal sealed class Wakeup
{
    private readonly Lock _gate = new();
    private readonly List<Bell> _bells = [];

    public void Ring()
    {
        lock (_gate)
        {
            _bells.ForEach(bell => bell.Ring());
        }
    }

    public Bell NewBell()
    {
        var bell = new Bell();
        lock (_gate)
        {
            _bells.Add(bell);
        }

        return bell;
    }
}

/// <summary>Wakes one worker. A ring while it does not wait is kept for its next wait.</summary>
internal sealed class Bell
{
    private readonly Channel<bool> _rings =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Returns at the next ring, or when <paramref name="due"/> has come.</summary>
    public async Task WaitAsync(DateTimeOffset? due, TimeProvider clock, CancellationToken cancellationToken)
    {
        var patience = due is { } time ? time - clock.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (due is not null && patience <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await _rings.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is due.
        }
    }
}
