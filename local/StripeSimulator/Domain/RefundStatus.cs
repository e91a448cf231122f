namespace TicketBooking.StripeSimulator.Domain;

internal static class RefundStatus
{
    public const string Pending = "pending";
    public const string RequiresAction = "requires_action";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Canceled = "canceled";

    /// <summary>Whether a refund may go on so: a bank may send back what has succeeded.</summary>
    public static bool MayBecome(string from, string to) => (from, to) switch
    {
        (Pending, RequiresAction or Succeeded or Failed or Canceled) => true,
        (RequiresAction, Pending or Succeeded or Failed or Canceled) => true,
        (Succeeded, Failed) => true,
        _ => false,
    };

    public static bool HasEnded(string status) => status is Failed or Canceled;
}
