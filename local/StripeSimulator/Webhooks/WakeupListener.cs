using System.Threading.Channels;

namespace TicketBooking.StripeSimulator.Webhooks;

/// <summary>Wakes one worker. A signal while it does not wait is kept for its next wait.</summary>
internal sealed class WakeupListener
{
    private readonly Channel<bool> _signals =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Signal() => _signals.Writer.TryWrite(true);

    /// <summary>Returns at the next signal, or when <paramref name="due"/> has come.</summary>
    public async Task WaitAsync(DateTimeOffset? due, TimeProvider clock, CancellationToken cancellationToken)
    {
        var timeout = due is { } time ? time - clock.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (due is not null && timeout <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await _signals.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is due.
        }
    }
}
