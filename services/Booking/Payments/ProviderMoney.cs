using System.Globalization;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts.Money;

namespace TicketBooking.Booking.Payments;

/// <summary>Reads Stripe's refunds and disputes of one intent, which are in Stripe's units.</summary>
internal static class ProviderMoney
{
    public static ReturnedMoney Of(IReadOnlyCollection<Refund> refunds, IReadOnlyCollection<Dispute> disputes, AttemptRow attempt) =>
        Of(refunds, disputes, attempt.Currency, attempt.AmountMinor);

    /// <param name="refunds">Of the intent.</param>
    /// <param name="disputes">Of the intent.</param>
    /// <param name="currency">Of the payment.</param>
    /// <param name="amount">What was paid, in minor units.</param>
    public static ReturnedMoney Of(IReadOnlyCollection<Refund> refunds, IReadOnlyCollection<Dispute> disputes, string currency, long amount)
    {
        var lost = disputes.Where(TookMoney).ToList();
        var failed = refunds.Where(refund => HasFailed(refund) && IsOurs(refund)).OrderBy(NumberOf).ToList();
        return new ReturnedMoney(
            refunds.Where(refund => refund.Status == RefundStatuses.Succeeded).Sum(AmountOfRefund) + lost.Sum(AmountOf),
            refunds.Where(refund => refund.Status != RefundStatuses.Succeeded && !HasFailed(refund)).Sum(AmountOfRefund),
            disputes.Any(IsOpen),
            lost.Count > 0,
            failed.Count,
            failed.Count == 0 ? 0 : NumberOf(failed[^1]),
            failed.Count == 0 ? null : ReasonOf(failed[^1]),
            refunds.Where(IsOurs).Select(NumberOf).DefaultIfEmpty().Max());

        // Another currency than ours says nothing about a part.
        long AmountOf(Dispute dispute) => string.Equals(dispute.Currency, currency, StringComparison.OrdinalIgnoreCase)
            ? Minor(currency, dispute.Amount)
            : amount;
    }

    /// <summary>Returns an amount of Stripe's in minor units.</summary>
    /// <param name="currency">In any case. One that is not in the table counts as Stripe does.</param>
    /// <param name="amount">In Stripe's units.</param>
    public static long Minor(string currency, long amount) => Currencies.Find(currency.ToUpperInvariant())?.ToMinor(amount) ?? amount;

    private static long AmountOfRefund(Refund refund) => Minor(refund.Currency, refund.Amount);

    private static bool HasFailed(Refund refund) => refund.Status is RefundStatuses.Failed or RefundStatuses.Canceled;

    private static bool IsOurs(Refund refund) => refund.Metadata?.ContainsKey(StripePayments.AttemptKey) == true;

    /// <summary>One that an older version made has no number; it was the first.</summary>
    private static int NumberOf(Refund refund) =>
        int.TryParse(refund.Metadata?.GetValueOrDefault(StripeRefunds.NumberKey), CultureInfo.InvariantCulture, out var number) ? number : 1;

    private static string ReasonOf(Refund refund) => refund.FailureReason is { Length: > 0 and <= 255 } reason ? reason : $"refund_{refund.Status}";

    /// <summary>A prevented dispute may have been settled with the buyer's money back, or blocked without.</summary>
    private static bool TookMoney(Dispute dispute) => dispute.Status switch
    {
        "lost" => true,
        "prevented" => dispute.BalanceTransactions?.Sum(change => change.Amount) < 0,
        _ => false,
    };

    private static bool IsOpen(Dispute dispute) => dispute.Status is not ("won" or "lost" or "warning_closed" or "prevented");
}
