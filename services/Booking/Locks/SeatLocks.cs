using Dapr.Client;
using Microsoft.Extensions.Options;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Contracts;

namespace TicketBooking.Booking.Locks;

internal enum LockAnswer
{
    /// <summary>All locks are this booking's.</summary>
    Taken,

    /// <summary>Another booking has one.</summary>
    Refused,

    /// <summary>The lock store does not answer; go on without.</summary>
    Unknown,
}

/// <summary>
/// Filters requests before the claims (docs/seat-locking.md): makes the refusal of a popular seat cheap. Nothing depends on it.
/// </summary>
internal sealed partial class SeatLocks(
    DaprClient dapr, IOptions<SeatLockOptions> options, BookingMetrics metrics, TimeProvider clock, ILogger<SeatLocks> logger)
{
    /// <summary>
    /// Makes a lock last longer than its hold, so that it seldom ends before the claim. With a longer grace for payments it may, and the
    /// claim refuses the buyers.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    private long _pausedUntil;

    /// <summary>Takes one lock a seat, all at once. When one is refused, those that were taken are kept.</summary>
    /// <returns>The answer, and the seats whose locks are to be released if nothing is sold.</returns>
    public async Task<(LockAnswer Answer, IReadOnlyList<Guid> Taken)> TryTakeAsync(
        Guid bookingId, Guid eventId, IReadOnlyList<Guid> seatIds, TimeSpan holdTime, CancellationToken cancellationToken)
    {
        if (IsPaused())
        {
            return (LockAnswer.Unknown, []);
        }

        try
        {
            using var timeout = new CancellationTokenSource(CallTimeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            var life = holdTime + Margin;
            var are = await Task.WhenAll(seatIds.Select(seat => TryTakeAsync(bookingId, ResourceOf(eventId, seat), life, either.Token)));
            return are.All(isTaken => isTaken)
                ? (LockAnswer.Taken, seatIds)
                : (LockAnswer.Refused, [.. seatIds.Where((_, i) => are[i])]);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed();
            LogUnavailable(exception, bookingId);
            return (LockAnswer.Unknown, seatIds);
        }
    }

    /// <summary>Releases the locks. A lock that cannot be released ends by itself.</summary>
    public async Task ReleaseAsync(Guid bookingId, Guid eventId, IEnumerable<Guid> seatIds, CancellationToken cancellationToken)
    {
        if (IsPaused())
        {
            return;
        }

        try
        {
            using var timeout = new CancellationTokenSource(CallTimeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            await Task.WhenAll(seatIds.Select(seat => Spans.RunAsync(
                Steps.LockRelease, () => dapr.Unlock(ComponentNames.LockStore, ResourceOf(eventId, seat), bookingId.ToString(), either.Token))));
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
            ComponentNames.LockStore, resource, bookingId.ToString(), (int)Math.Ceiling(life.TotalSeconds), cancellationToken));
        return answer.Success;
    }

    private bool IsPaused() => clock.GetUtcNow().UtcTicks < Interlocked.Read(ref _pausedUntil);

    private void Failed()
    {
        metrics.LockStoreFailure();
        Interlocked.Exchange(ref _pausedUntil, (clock.GetUtcNow() + options.Value.PauseAfterFailure).UtcTicks);
    }

    private static string ResourceOf(Guid eventId, Guid seatId) => $"seat:{eventId}:{seatId}";

    [LoggerMessage(3001, LogLevel.Warning, "The lock store does not answer; booking {BookingId} is made without locks.")]
    private partial void LogUnavailable(Exception exception, Guid bookingId);

    [LoggerMessage(3002, LogLevel.Warning, "The seat locks of booking {BookingId} could not be released; they end by themselves.")]
    private partial void LogNotReleased(Exception exception, Guid bookingId);
}
