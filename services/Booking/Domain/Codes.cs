namespace TicketBooking.Booking.Domain;

/// <summary>The names that the API, the messages and the tables use.</summary>
internal static class Codes
{
    public static string Code(this BookingStatus status) => status switch
    {
        BookingStatus.Held => "HELD",
        BookingStatus.PendingPayment => "PENDING_PAYMENT",
        BookingStatus.Confirmed => "CONFIRMED",
        BookingStatus.Released => "RELEASED",
        BookingStatus.Expired => "EXPIRED",
        BookingStatus.PaymentFailed => "PAYMENT_FAILED",
        BookingStatus.RefundPending => "REFUND_PENDING",
        BookingStatus.RefundBlocked => "REFUND_BLOCKED",
        BookingStatus.Refunded => "REFUNDED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Code(this AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Open => "OPEN",
        AttemptOutcome.Paid => "PAID",
        AttemptOutcome.Failed => "FAILED",
        AttemptOutcome.Expired => "EXPIRED",
        AttemptOutcome.Cancelled => "CANCELLED",
        AttemptOutcome.Abandoned => "ABANDONED",
        AttemptOutcome.RefundPending => "REFUND_PENDING",
        AttemptOutcome.RefundBlocked => "REFUND_BLOCKED",
        AttemptOutcome.Refunded => "REFUNDED",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    public static BookingStatus StatusOf(string code) => Enum.GetValues<BookingStatus>().Single(status => status.Code() == code);

    public static AttemptOutcome OutcomeOf(string code) => Enum.GetValues<AttemptOutcome>().Single(outcome => outcome.Code() == code);
}
