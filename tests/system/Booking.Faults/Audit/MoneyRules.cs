namespace TicketBooking.Booking.Faults.Audit;

/// <summary>Every captured cent belongs to a booking that is confirmed, or went back, once.</summary>
internal static class MoneyRules
{
    /// <summary>Refunds of one payment that may fail before an operator has to look.</summary>
    private const int MostFailures = 3;

    public static IEnumerable<string> Of(BookedBooking booking, Intent[] intents, ILookup<string, MadeRefund> refunds)
    {
        // A blocked refund keeps its money until an operator or a bank decides.
        var stuck = intents.Where(intent => booking.Attempts.Any(a => a.Id == intent.AttemptId && a.Outcome == "REFUND_BLOCKED")).ToArray();
        var paid = intents.Except(stuck).Where(intent => intent.Kept > 0).ToArray();
        var pays = booking is { Status: "CONFIRMED", Amount: > 0 };
        if (pays ? paid is not [{ } one] || one.Captured != booking.Amount : paid.Length > 0)
        {
            yield return $"is {booking.Status} and its money is {string.Join(", ", paid.Select(intent => $"{intent.Kept} of {intent.Id}"))}";
        }

        if (booking.Amount != booking.SeatPrices)
        {
            yield return $"costs {booking.Amount} and its seats {booking.SeatPrices}";
        }

        if (booking.Status == "REFUNDED" && intents.All(intent => intent.Captured == 0))
        {
            yield return "is REFUNDED and was never paid";
        }

        if (booking.Status == "REFUND_BLOCKED" && stuck.Length == 0)
        {
            yield return "is REFUND_BLOCKED and no refund is";
        }

        foreach (var what in pays && paid is [{ } only] ? OfParts(booking, only, refunds[only.Id]) : [])
        {
            yield return what;
        }

        foreach (var what in stuck.SelectMany(intent => OfStuck(intent, refunds[intent.Id])))
        {
            yield return what;
        }

        foreach (var what in intents.SelectMany(intent => OfIntent(booking, intent, refunds[intent.Id])))
        {
            yield return what;
        }

        foreach (var what in booking.Attempts.SelectMany(attempt => OfAttempt(attempt, [.. intents.Where(i => i.AttemptId == attempt.Id)])))
        {
            yield return what;
        }
    }

    /// <summary>What was paid for seats that were given back has gone back, and we have sent no more.</summary>
    private static IEnumerable<string> OfParts(BookedBooking booking, Intent intent, IEnumerable<MadeRefund> refunds)
    {
        if (booking.Attempts.Any(attempt => attempt.Id == intent.AttemptId && attempt.IsBlocked))
        {
            foreach (var what in OfStuck(intent, refunds))
            {
                yield return what;
            }
        }
        else if (intent.Returned < booking.GivenBack)
        {
            yield return $"gave back seats for {booking.GivenBack}, and {intent.Returned} of {intent.Id} went back";
        }

        if (refunds.Where(refund => refund is { IsOurs: true, IsAlive: true }).Sum(refund => refund.Amount) is var sent && sent > booking.GivenBack)
        {
            yield return $"gave back seats for {booking.GivenBack}, and we have refunded {sent} of {intent.Id}";
        }
    }

    /// <summary>Only a dispute, or refunds that have failed, may block a refund.</summary>
    private static IEnumerable<string> OfStuck(Intent intent, IEnumerable<MadeRefund> refunds)
    {
        if (intent.Disputed + intent.Lost == 0 && refunds.Count(refund => refund is { IsOurs: true, IsAlive: false }) < MostFailures)
        {
            yield return $"has {intent.Id}, whose refund is blocked for no reason";
        }
    }

    private static IEnumerable<string> OfIntent(BookedBooking booking, Intent intent, IEnumerable<MadeRefund> refunds)
    {
        if (intent.Captured != 0 && intent.Captured != intent.Amount)
        {
            yield return $"has {intent.Id}, which took {intent.Captured} of {intent.Amount}";
        }

        if (refunds.Count(refund => refund is { IsOurs: true, IsAlive: true }) is var count && count > 1 + booking.Parts)
        {
            yield return $"has {intent.Id}, which we have refunded {count} times";
        }

        if (intent.Status is not ("succeeded" or "canceled"))
        {
            yield return $"has {intent.Id}, which is {intent.Status}: it may still be paid";
        }
    }

    private static IEnumerable<string> OfAttempt(BookedAttempt attempt, Intent[] intents)
    {
        if (intents.Length > 1)
        {
            yield return $"has attempt {attempt.Id} with {intents.Length} intents";
        }

        if (attempt.IntentId is { } known && intents.All(intent => intent.Id != known))
        {
            yield return $"has attempt {attempt.Id} with {known}, which is not its own";
        }

        var should = intents.Sum(intent => intent.Captured) == 0 ? "ended"
            : intents.Sum(intent => intent.Kept) == 0 ? "REFUNDED"
            : attempt.Outcome == "REFUND_BLOCKED" ? "REFUND_BLOCKED"
            : "PAID";
        if (attempt.Refunded != intents.Sum(intent => intent.Returned))
        {
            yield return $"has attempt {attempt.Id}, of which {attempt.Refunded} went back, and {intents.Sum(intent => intent.Returned)} did";
        }

        if (should != (attempt.Outcome is "FAILED" or "EXPIRED" or "CANCELLED" or "ABANDONED" ? "ended" : attempt.Outcome))
        {
            yield return $"has attempt {attempt.Id}, which is {attempt.Outcome} and should be {should}";
        }

        if (should == "ended" && attempt.IsAskedAboutStill)
        {
            yield return $"has attempt {attempt.Id}, whose end the provider has not confirmed";
        }
    }
}
