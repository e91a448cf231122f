namespace TicketBooking.StripeSimulator.Domain;

/// <summary>Money of a dispute that left the account, or came back.</summary>
internal sealed record BalanceTransaction(string Id, long Amount, string Currency)
{
    public string Object { get; init; } = "balance_transaction";

    public static BalanceTransaction Of(long amount, string currency) => new(Ids.New("txn"), amount, currency);
}
