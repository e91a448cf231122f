namespace TicketBooking.StripeSimulator.Domain;

/// <summary>One attempt to take the money of an intent.</summary>
internal sealed record Charge
{
    public required string Id { get; init; }
    public string Object { get; init; } = "charge";
    public required long Amount { get; init; }
    public long AmountCaptured { get; init; }
    public long AmountRefunded { get; init; }
    public bool Captured { get; init; }
    public required long Created { get; init; }
    public required string Currency { get; init; }
    public bool Disputed { get; init; }
    public string? FailureCode { get; init; }
    public string? FailureMessage { get; init; }
    public bool Livemode { get; init; }
    public Dictionary<string, string> Metadata { get; init; } = [];
    public bool Paid { get; init; }
    public required string PaymentIntent { get; init; }
    public string? PaymentMethod { get; init; }
    public bool Refunded { get; init; }
    public required string Status { get; init; }

    public long Refundable() => AmountCaptured - AmountRefunded;
}
