namespace TicketBooking.StripeSimulator.Domain;

internal sealed record Refund
{
    public required string Id { get; init; }
    public string Object { get; init; } = "refund";
    public required long Amount { get; init; }
    public required string Charge { get; init; }
    public required long Created { get; init; }
    public required string Currency { get; init; }
    public string? FailureReason { get; init; }
    public Dictionary<string, string> Metadata { get; init; } = [];
    public required string PaymentIntent { get; init; }
    public string? Reason { get; init; }
    public string Status { get; init; } = RefundStatus.Succeeded;
}
