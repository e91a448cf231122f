namespace TicketBooking.StripeSimulator.Behaviour;

/// <summary>The plan to deliver one event.</summary>
/// <param name="Copies">How many times.</param>
/// <param name="Delay">How much later.</param>
/// <param name="Dropped">Not at all.</param>
/// <param name="Held">With others, last first.</param>
/// <param name="CompletesGroup">The last of the others: they go out now.</param>
internal sealed record DeliveryPlan(int Copies, TimeSpan Delay, bool Dropped, bool Held, bool CompletesGroup)
{
    public static DeliveryPlan Of(IReadOnlyList<WebhookRule> rules)
    {
        var reorder = rules.FirstOrDefault(rule => rule.Do == WebhookFault.Reorder);
        var later = rules.Where(rule => rule.Do is WebhookFault.Delay or WebhookFault.Reorder).Sum(rule => rule.Milliseconds);
        return new DeliveryPlan(
            1 + rules.Where(rule => rule.Do == WebhookFault.Duplicate).Sum(rule => rule.Times),
            TimeSpan.FromMilliseconds(later),
            rules.Any(rule => rule.Do == WebhookFault.Drop),
            reorder is not null,
            reorder is { Next: <= 1 });
    }
}
