namespace TicketBooking.Booking.Faults.Audit;

/// <summary>Every captured cent belongs to a booking that is confirmed, or went back, once.</summary>
internal static class MoneyRules
{
    public static IEnumerable<string> Of(BookedBooking booking, Intent[] intents, Dictionary<string, int> refunds)
    {
        var paid = intents.Where(intent => intent.Kept > 0).ToArray();
        if (booking.Status == "CONFIRMED" ? paid is not [{ } one] || one.Kept != booking.Amount : paid.Length > 0)
        {
            yield return $"is {booking.Status} and its money is {string.Join(", ", paid.Select(intent => $"{intent.Kept} of {intent.Id}"))}";
        }

        if (booking.Status == "REFUNDED" && intents.All(intent => intent.Captured == 0))
        {
            yield return "is REFUNDED and was never paid";
        }

        foreach (var what in intents.SelectMany(intent => OfIntent(intent, refunds.GetValueOrDefault(intent.Id))))
        {
            yield return what;
        }

        foreach (var what in booking.Attempts.SelectMany(attempt => OfAttempt(attempt, [.. intents.Where(i => i.AttemptId == attempt.Id)])))
        {
            yield return what;
        }
    }

    private static IEnumerable<string> OfIntent(Intent intent, int refunds)
    {
        if (intent.Captured != 0 && intent.Captured != intent.Amount)
        {
            yield return $"has {intent.Id}, which took {intent.Captured} of {intent.Amount}";
        }

        if (refunds != (intent.Refunded > 0 ? 1 : 0) || (intent.Refunded != 0 && intent.Refunded != intent.Captured))
        {
            yield return $"has {intent.Id}, of which {refunds} refunds gave {intent.Refunded} of {intent.Captured} back";
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
            : "PAID";
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
