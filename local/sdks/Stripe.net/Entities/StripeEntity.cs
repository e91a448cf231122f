using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Something Stripe answers.</summary>
public abstract class StripeEntity : IStripeEntity
{
    /// <inheritdoc/>
    [JsonIgnore]
    public StripeResponse StripeResponse { get; set; }
}
