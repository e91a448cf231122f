namespace TicketBooking.Booking.Payments;

/// <summary>Stripe's names for the states of a payment intent that matter here.</summary>
internal static class IntentStatuses
{
    public const string Succeeded = "succeeded";
    public const string Processing = "processing";
    public const string RequiresAction = "requires_action";
    public const string Canceled = "canceled";

    /// <summary>Whether the buyer, or its bank, is about to decide.</summary>
    public static bool IsUnderWay(string? status) => status is Processing or RequiresAction;
}
