using static TicketBooking.Booking.Domain.BookingInput;
using static TicketBooking.Booking.Domain.BookingStatus;

namespace TicketBooking.Booking.Domain;

/// <summary>
/// Decides every change of a booking (docs/payments.md). Money is always booked or refunded: each payment attempt brings one
/// <see cref="PaidWithSeats"/> or <see cref="PaidWithoutSeats"/> at most, and both have a transition from every status.
/// </summary>
internal static class BookingAutomaton
{
    /// <summary>Returns the transition, or null when the input changes nothing in this status.</summary>
    public static Transition? Decide(BookingStatus status, BookingInput input) => (status, input) switch
    {
        (Held, PaymentStarted) => new(PendingPayment, SeatEffect.HoldForPayment),
        (Held, ReleasedByBuyer) => new(Released, SeatEffect.Free),
        (Held, HoldEnded) => new(Expired, SeatEffect.Free),

        (PendingPayment, PaymentNotStarted) => new(Held, SeatEffect.Hold),
        (PendingPayment, PaymentTimeEnded) => new(Expired, SeatEffect.Free),
        (PendingPayment, CardsUsedUp) => new(PaymentFailed, SeatEffect.Free),

        // On time or late: the buyer gets the seats while no other booking has them.
        (Held or PendingPayment or Released or Expired or PaymentFailed, PaidWithSeats) => new(Confirmed, SeatEffect.Book),
        (Held or PendingPayment or Released or Expired or PaymentFailed, PaidWithoutSeats) =>
            new(RefundPending, SeatEffect.Free, Refund: true),

        // A second attempt's money for a booking that has been paid for.
        (Confirmed, PaidWithSeats or PaidWithoutSeats) => new(Confirmed, SeatEffect.None, Refund: true),
        (RefundPending or RefundBlocked or Refunded, PaidWithSeats or PaidWithoutSeats) =>
            new(RefundPending, SeatEffect.None, Refund: true),

        // A refund ends as the provider says, and what it said may change.
        (RefundPending or RefundBlocked, RefundMade) => new(Refunded, SeatEffect.None),
        (RefundPending or Refunded, RefundRefused) => new(RefundBlocked, SeatEffect.None),
        (RefundBlocked or Refunded, RefundOwed) => new(RefundPending, SeatEffect.None),
        (Confirmed, MoneyReturned) => new(Refunded, SeatEffect.Free),
        (Confirmed, MoneyReturnedMoreOwed) => new(RefundPending, SeatEffect.Free),

        (Held, Cancelled) => new(Released, SeatEffect.Free),
        (Confirmed, CancelledFree) => new(Released, SeatEffect.Free),
        (PendingPayment, CancelledUnpaid) => new(Released, SeatEffect.Free),
        (Confirmed, Cancelled) => new(RefundPending, SeatEffect.Free, Refund: true),

        _ => null,
    };

    /// <summary>Returns the input for money: a cancelled booking never gets its seats, not even when they are free.</summary>
    public static BookingInput InputOfMoney(bool seatsObtainable, bool cancelled) =>
        seatsObtainable && !cancelled ? PaidWithSeats : PaidWithoutSeats;

    /// <summary>Returns the input for what has become of the money of all attempts; null when they have brought none.</summary>
    public static BookingInput? InputOfOutcomes(BookingStatus status, IReadOnlyCollection<AttemptOutcome> outcomes)
    {
        var (owed, blocked) = (outcomes.Contains(AttemptOutcome.RefundPending), outcomes.Contains(AttemptOutcome.RefundBlocked));
        return status == Confirmed
            ? outcomes.Contains(AttemptOutcome.Paid) ? null : owed || blocked ? MoneyReturnedMoreOwed : MoneyReturned
            : owed ? RefundOwed : blocked ? RefundRefused : outcomes.Contains(AttemptOutcome.Refunded) ? RefundMade : null;
    }

    /// <summary>Whether there is something to cancel.</summary>
    public static bool IsLive(BookingStatus status) => status is Held or PendingPayment or Confirmed;

    /// <summary>Whether an attempt's money has arrived and is recorded: another report of it changes nothing.</summary>
    public static bool HasReceivedMoney(AttemptOutcome outcome) =>
        outcome is AttemptOutcome.Paid or AttemptOutcome.RefundPending or AttemptOutcome.RefundBlocked or AttemptOutcome.Refunded;
}
