namespace TicketBooking.Booking.Payments;

/// <summary>Stripe's names for the states of a refund. Any other may still become one of these.</summary>
internal static class RefundStatuses
{
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Canceled = "canceled";
}
