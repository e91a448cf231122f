namespace TicketBooking.StripeSimulator.Domain;

/// <summary>A buyer's bank takes the money of a charge back until it is decided who keeps it.</summary>
internal sealed record Dispute
{
    public required string Id { get; init; }
    public string Object { get; init; } = "dispute";
    public required long Amount { get; init; }
    public required IReadOnlyList<BalanceTransaction> BalanceTransactions { get; init; }
    public required string Charge { get; init; }
    public required long Created { get; init; }
    public required string Currency { get; init; }
    public bool IsChargeRefundable { get; init; }
    public bool Livemode { get; init; }
    public Dictionary<string, string> Metadata { get; init; } = [];
    public required string PaymentIntent { get; init; }
    public string Reason { get; init; } = "general";
    public string Status { get; init; } = DisputeStatus.NeedsResponse;

    /// <summary>Closes it; winning brings the money back.</summary>
    public Dispute Closed(string status) => this with
    {
        Status = status,
        BalanceTransactions = status == DisputeStatus.Won ? [.. BalanceTransactions, BalanceTransaction.Of(Amount, Currency)] : BalanceTransactions,
    };
}
