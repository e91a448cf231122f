using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Payments;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Compares the money of an attempt with that of the provider's intent.</summary>
internal static class IntentRules
{
    /// <summary>Returns the difference, or null.</summary>
    /// <param name="ours">The attempt; null when this database does not know it.</param>
    /// <param name="theirs">The provider's intent.</param>
    /// <param name="money">What has gone back, and what is under way.</param>
    public static (string Kind, string Detail, Remedy Remedy)? Judge(AttemptFacts? ours, PaymentIntent theirs, ReturnedMoney money)
    {
        var received = ProviderMoney.Minor(theirs.Currency, theirs.AmountReceived);
        var kept = received - money.Returned - money.UnderWay;
        if (ours is null || (ours.Attempt.IntentId is { } known && known != theirs.Id))
        {
            var kind = ours is null ? "unknown-intent" : "second-intent";
            return kept > 0 ? (kind, $"keeps {Money(kept, theirs)}", Remedy.None)
                : theirs.Status is IntentStatuses.Canceled or IntentStatuses.Succeeded ? null
                : (kind, $"is {theirs.Status} and can be paid", Remedy.None);
        }

        var attempt = ours.Attempt;
        if (theirs.Amount != attempt.ProviderAmount || !string.Equals(theirs.Currency, attempt.Currency, StringComparison.OrdinalIgnoreCase))
        {
            return ("amount", $"asks for {Money(ProviderMoney.Minor(theirs.Currency, theirs.Amount), theirs)}, the booking costs {attempt.AmountMinor} {attempt.Currency}", Remedy.None);
        }

        return theirs.Status == IntentStatuses.Succeeded
            ? JudgePaid(attempt, theirs, received, money)
            : JudgeUnpaid(attempt.Outcome, theirs);
    }

    private static (string, string, Remedy)? JudgePaid(
        AttemptRow attempt, PaymentIntent theirs, long received, ReturnedMoney money) => attempt.Outcome switch
    {
        AttemptOutcome.RefundPending or AttemptOutcome.RefundBlocked => null,
        AttemptOutcome.Paid when money.Returned == attempt.Refund.ReturnedMinor => null,
        AttemptOutcome.Paid => ("refunded-elsewhere", $"our attempt is PAID, the provider has returned {Money(money.Returned, theirs)}", Remedy.Ask),
        AttemptOutcome.Refunded when money.Returned >= received => null,
        AttemptOutcome.Refunded =>
            ("refund-missing", $"our attempt is REFUNDED, the provider has returned {Money(money.Returned, theirs)}", Remedy.Ask),
        var outcome => ("money-without-place", $"our attempt is {outcome.Code()}, the provider has {Money(received, theirs)}", Remedy.End),
    };

    private static (string, string, Remedy)? JudgeUnpaid(AttemptOutcome outcome, PaymentIntent theirs)
    {
        if (BookingAutomaton.HasReceivedMoney(outcome))
        {
            return ("no-money", $"our attempt is {outcome.Code()}, the intent is {theirs.Status}", Remedy.None);
        }

        // A payment under way is no finding; an open attempt may stay payable.
        return outcome == AttemptOutcome.Open || theirs.Status is IntentStatuses.Canceled or IntentStatuses.Processing
            ? null
            : ("payable-after-end", $"our attempt is {outcome.Code()}, the intent is {theirs.Status}", Remedy.End);
    }

    private static string Money(long minor, PaymentIntent intent) => $"{minor} {intent.Currency.ToUpperInvariant()}";
}
