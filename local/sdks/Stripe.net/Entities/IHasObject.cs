namespace Stripe;

/// <summary>An entity that says what it is.</summary>
public interface IHasObject
{
    /// <summary>The kind of entity, such as <c>payment_intent</c>.</summary>
    string Object { get; set; }
}
