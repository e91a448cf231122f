namespace Stripe;

/// <summary>Something Stripe answers.</summary>
public interface IStripeEntity
{
    /// <summary>The answer it came in; null for what is nested in another.</summary>
    StripeResponse StripeResponse { get; set; }
}
