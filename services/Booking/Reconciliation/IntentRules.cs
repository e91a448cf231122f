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
    /// <param name="refunded">What was refunded or is being refunded, in minor units.</param>
    /// <returns><c>CanEnd</c>: asking the provider and acting on its answer is the one right repair.</returns>
    public static (string Kind, string Detail, bool CanEnd)? Judge(AttemptFacts? ours, PaymentIntent theirs, long refunded)
    {
        var kept = theirs.AmountReceived - refunded;
        if (ours is null || (ours.Attempt.IntentId is { } known && known != theirs.Id))
        {
            var kind = ours is null ? "unknown-intent" : "second-intent";
            return kept > 0 ? (kind, $"keeps {Money(kept, theirs)}", false)
                : theirs.Status is IntentStatuses.Canceled or IntentStatuses.Succeeded ? null
                : (kind, $"is {theirs.Status} and can be paid", false);
        }

        var attempt = ours.Attempt;
        if (theirs.Amount != attempt.AmountMinor || !string.Equals(theirs.Currency, attempt.Currency, StringComparison.OrdinalIgnoreCase))
        {
            return ("amount", $"asks for {Money(theirs.Amount, theirs)}, the booking costs {attempt.AmountMinor} {attempt.Currency}", false);
        }

        return theirs.Status == IntentStatuses.Succeeded
            ? JudgePaid(attempt.Outcome, theirs, refunded)
            : JudgeUnpaid(attempt.Outcome, theirs);
    }

    private static (string, string, bool)? JudgePaid(AttemptOutcome outcome, PaymentIntent theirs, long refunded) => outcome switch
    {
        AttemptOutcome.RefundPending => null,
        AttemptOutcome.Paid when refunded == 0 => null,
        AttemptOutcome.Refunded when refunded == theirs.AmountReceived => null,
        AttemptOutcome.Refunded => ("refund-missing", $"our attempt is REFUNDED, the provider refunded {Money(refunded, theirs)}", false),
        _ when refunded > 0 => ("refunded-elsewhere", $"our attempt is {outcome.Code()}, the provider refunded {Money(refunded, theirs)}", false),
        _ => ("money-without-place", $"our attempt is {outcome.Code()}, the provider has {Money(theirs.AmountReceived, theirs)}", true),
    };

    private static (string, string, bool)? JudgeUnpaid(AttemptOutcome outcome, PaymentIntent theirs)
    {
        if (BookingAutomaton.HasReceivedMoney(outcome))
        {
            return ("no-money", $"our attempt is {outcome.Code()}, the intent is {theirs.Status}", false);
        }

        // A payment under way is no finding; an open attempt may stay payable.
        return outcome == AttemptOutcome.Open || theirs.Status is IntentStatuses.Canceled or IntentStatuses.Processing
            ? null
            : ("payable-after-end", $"our attempt is {outcome.Code()}, the intent is {theirs.Status}", true);
    }

    private static string Money(long minor, PaymentIntent intent) => $"{minor} {intent.Currency.ToUpperInvariant()}";
}
