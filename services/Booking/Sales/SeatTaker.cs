using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Catalogue;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Locks;

namespace TicketBooking.Booking.Sales;

/// <summary>Claims seats (docs/seat-locking.md): locks as a filter, then the one statement that decides.</summary>
internal sealed class SeatTaker(
    NpgsqlDataSource database,
    SeatLocks locks,
    BookingChanges changes,
    HoldExpirySignal expiry,
    BookingMetrics metrics,
    IOptions<BuyerOptions> limits)
{
    /// <summary>Limits claiming again after a conflict that was gone at the second look: its hold ended in between.</summary>
    private const int MostClaims = 3;

    public async Task<SaleResult> TakeAsync(NewBooking booking, EventFreeSeats free, CancellationToken cancellationToken)
    {
        var seatIds = Array.ConvertAll(booking.Seats, seat => seat.Id);
        var (answer, taken) = await locks.TryTakeAsync(booking.Id, booking.EventId, seatIds, booking.HoldTime, cancellationToken);
        SaleResult? result = null;
        try
        {
            // A refused lock may be left from a hold that has ended, or be of a request that is refused too: only the claims say what is taken.
            return result = answer == LockAnswer.Refused && await free.ConflictsAsync(booking.Seats, cancellationToken) is { Count: > 0 } conflicts
                ? Taken(booking, conflicts)
                : await ClaimAsync(booking, free, cancellationToken);
        }
        finally
        {
            if (result?.Booking is null && taken.Count > 0)
            {
                // Also for a buyer that has gone, and after a failure.
                await locks.ReleaseAsync(booking.Id, booking.EventId, taken, CancellationToken.None);
            }
        }
    }

    /// <summary>Refuses a booking because others have its seats.</summary>
    public SaleResult Taken(NewBooking booking, IReadOnlyCollection<SeatConflict> conflicts)
    {
        metrics.Hold("conflict");
        foreach (var conflict in conflicts)
        {
            metrics.Conflict(conflict.Reason);
        }

        return SaleResult.Taken(booking, BookingProblems.SeatsUnavailable(conflicts));
    }

    private async Task<SaleResult> ClaimAsync(NewBooking booking, EventFreeSeats free, CancellationToken cancellationToken)
    {
        IReadOnlyCollection<SeatConflict> conflicts;
        var claims = 0;
        do
        {
            if (await TryClaimAsync(booking, cancellationToken) is { } result)
            {
                return result;
            }

            conflicts = await free.ConflictsAsync(booking.Seats, cancellationToken);
        }
        while (conflicts.Count == 0 && ++claims < MostClaims);
        return Taken(booking, conflicts);
    }

    /// <summary>Claims once; null when another booking has a seat.</summary>
    private async Task<SaleResult?> TryClaimAsync(NewBooking booking, CancellationToken cancellationToken)
    {
        var step = booking.AttemptId is null ? Steps.CommitHold : Steps.CommitBooking;
        return booking.SingleSeats is { } singles
            ? await TryClaimAsync(booking, singles, step, cancellationToken)
            : ResultOf(booking, await Spans.RunAsync(step, () => changes.MakeAsync(database, booking, cancellationToken)));
    }

    /// <summary>Looks before the commit whether a seat would be left alone.</summary>
    private async Task<SaleResult?> TryClaimAsync(NewBooking booking, SingleSeats singles, string step, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var answer = await changes.MakeAsync(transaction, booking, cancellationToken);
        if (answer.Outcome == SaleOutcome.Made)
        {
            if (await LeftAloneAsync(transaction, booking, singles, cancellationToken) is { Length: > 0 } alone)
            {
                metrics.Hold("leaves-single-seat");
                return SaleResult.Refused(BookingProblems.LeavesSingleSeat(alone));
            }

            await transaction.CommitAsync(step, cancellationToken);
        }

        return ResultOf(booking, answer);
    }

    private SaleResult? ResultOf(NewBooking booking, SaleAnswer answer)
    {
        switch (answer.Outcome)
        {
            case SaleOutcome.Made:
                metrics.Hold("made");
                expiry.HoldMade(booking.HoldTime);
                return SaleResult.Made(booking, answer.EndsAt);
            case SaleOutcome.SeatsTaken:
                return null;
            case SaleOutcome.Outdated:
                return SaleResult.Outdated;
            case SaleOutcome.EventClosed:
                metrics.Hold("not-on-sale");
                return SaleResult.Refused(BookingProblems.NotOnSale(SaleRules.EventIsCancelled));
            default:
                metrics.Hold("buyer-limit");
                return SaleResult.Refused(WhyNot(booking, answer));
        }
    }

    private ProblemHttpResult WhyNot(NewBooking booking, SaleAnswer answer) => answer.Outcome switch
    {
        SaleOutcome.CoolDown => BookingProblems.CoolDown(answer.Pause!.Value),
        SaleOutcome.BuyerLimit => BookingProblems.BuyerLimit(limits.Value.MostSeats(booking), answer.LiveSeats),
        SaleOutcome.TooManyPending => BookingProblems.TooManyPending(limits.Value.PendingPayments),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.Outcome, null),
    };

    private static async Task<string[]> LeftAloneAsync(
        NpgsqlTransaction transaction, NewBooking booking, SingleSeats singles, CancellationToken cancellationToken) =>
        singles.LeftAlone(await SeatAvailability.TakenAsync(transaction, booking.EventId, singles.Beside, cancellationToken));
}
