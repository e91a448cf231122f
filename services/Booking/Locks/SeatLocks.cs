using Dapr.Client;
using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Locks;

internal enum LockAnswer
{
    /// <summary>All locks are this booking's.</summary>
    Taken,

    /// <summary>Somebody else has one; none is kept.</summary>
    Refused,

    /// <summary>The lock store does not answer; go on without.</summary>
    Unknown,
}

/// <summary>
/// The admission filter in front of the claims (docs/seat-locking.md): makes a hot seat's refusal cheap. Nothing depends on it.
/// </summary>
internal sealed partial class SeatLocks(DaprClient dapr, BookingMetrics metrics, TimeProvider clock, ILogger<SeatLocks> logger)
{
    public const string Store = "lockstore";

    /// <summary>
    /// A lock lives longer than its hold, so that it seldom invites buyers before the claim has ended; with a grace for payments that is longer
    /// it may, and they are refused by the claim.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A store that does not answer is left alone this long, so that few buyers wait for it.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private long _quietUntil;

    /// <summary>Takes one lock a seat, in sorted order.</summary>
    public async Task<LockAnswer> TryTakeAsync(
        Guid bookingId, Guid eventId, IEnumerable<Guid> seatIds, TimeSpan holdTime, CancellationToken cancellationToken)
    {
        if (IsQuiet())
        {
            return LockAnswer.Unknown;
        }

        var taken = new List<Guid>();
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            foreach (var seat in seatIds.Order())
            {
                if (!await TryTakeAsync(bookingId, ResourceOf(eventId, seat), holdTime + Margin, either.Token))
                {
                    await ReleaseAsync(bookingId, eventId, taken, cancellationToken);
                    return LockAnswer.Refused;
                }

                taken.Add(seat);
            }

            return LockAnswer.Taken;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed();
            LogUnavailable(exception, bookingId);
            return LockAnswer.Unknown;
        }
    }

    /// <summary>Gives the locks back. What cannot be given back ends by itself.</summary>
    public async Task ReleaseAsync(Guid bookingId, Guid eventId, IEnumerable<Guid> seatIds, CancellationToken cancellationToken)
    {
        if (IsQuiet())
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            foreach (var seat in seatIds)
            {
                await Spans.RunAsync(
                    Steps.LockRelease, () => dapr.Unlock(Store, ResourceOf(eventId, seat), bookingId.ToString(), either.Token));
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed();
            LogNotReleased(exception, bookingId);
        }
    }

    private async Task<bool> TryTakeAsync(Guid bookingId, string resource, TimeSpan life, CancellationToken cancellationToken)
    {
        // Not disposed: disposing would release the lock, and it must outlive this request.
        var answer = await Spans.RunAsync(Steps.LockTake, () => dapr.Lock(
            Store, resource, bookingId.ToString(), (int)Math.Ceiling(life.TotalSeconds), cancellationToken));
        return answer.Success;
    }

    private bool IsQuiet() => clock.GetUtcNow().UtcTicks < Interlocked.Read(ref _quietUntil);

    private void Failed()
    {
        metrics.LockStoreFailure();
        Interlocked.Exchange(ref _quietUntil, (clock.GetUtcNow() + Quiet).UtcTicks);
    }

    private static string ResourceOf(Guid eventId, Guid seatId) => $"seat:{eventId}:{seatId}";

    [LoggerMessage(3001, LogLevel.Warning, "The lock store does not answer; booking {BookingId} is made without locks.")]
    private partial void LogUnavailable(Exception exception, Guid bookingId);

    [LoggerMessage(3002, LogLevel.Warning, "The seat locks of booking {BookingId} could not be released; they end by themselves.")]
    private partial void LogNotReleased(Exception exception, Guid bookingId);
}
