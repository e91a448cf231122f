namespace Stripe;

/// <summary>A reference that Stripe answers as an id or, where asked to expand it, as the object.</summary>
internal sealed record ExpandableField<T>(string Id, T Expanded = null)
    where T : class, IHasObject;
