namespace TicketBooking.Booking.Payments;

/// <summary>Stripe's names for the states of a payment intent that matter here.</summary>
internal static class IntentStatuses
{
    public const string Succeeded = "succeeded";
    public const string Processing = "processing";
    public const string Canceled = "canceled";
}
