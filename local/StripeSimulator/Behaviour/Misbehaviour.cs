namespace TicketBooking.StripeSimulator.Behaviour;

/// <summary>The misbehaviour asked for, counted down as it is used up. Kept in memory: a restart behaves well again.</summary>
internal sealed class Misbehaviour
{
    private readonly Lock _gate = new();
    private readonly List<ApiRule> _api = [];
    private readonly List<WebhookRule> _webhooks = [];

    public void Add(Rules rules)
    {
        lock (_gate)
        {
            _api.AddRange(rules.Api ?? []);
            _webhooks.AddRange(rules.Webhooks ?? []);
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _api.Clear();
            _webhooks.Clear();
        }
    }

    public Rules Read()
    {
        lock (_gate)
        {
            return new Rules([.. _api], [.. _webhooks]);
        }
    }

    /// <summary>Takes the faults of this call.</summary>
    public Fault NextFor(string operation)
    {
        lock (_gate)
        {
            return new Fault(TakeOne(
                _api,
                rule => rule.Operation is "*" || rule.Operation == operation,
                rule => rule.Next,
                (rule, next) => rule with { Next = next }));
        }
    }

    /// <summary>Takes the faults of the delivery of this event.</summary>
    public DeliveryPlan PlanFor(string type)
    {
        lock (_gate)
        {
            return DeliveryPlan.Of(TakeOne(
                _webhooks,
                rule => rule.Type is "*" || rule.Type == type,
                rule => rule.Next,
                (rule, next) => rule with { Next = next }));
        }
    }

    /// <summary>The rules that apply, as they were before this use; a rule used up is forgotten.</summary>
    private static List<T> TakeOne<T>(List<T> rules, Func<T, bool> applies, Func<T, int?> left, Func<T, int?, T> counted)
        where T : class
    {
        var hits = rules.Where(applies).ToList();
        foreach (var hit in hits)
        {
            var index = rules.FindIndex(rule => ReferenceEquals(rule, hit));
            if (left(hit) is <= 1)
            {
                rules.RemoveAt(index);
            }
            else
            {
                rules[index] = counted(hit, left(hit) - 1);
            }
        }

        return hits;
    }
}
