namespace Stripe;

/// <summary>What holds for one request.</summary>
public class RequestOptions
{
    /// <summary>Another secret key than the client's.</summary>
    public string ApiKey { get; set; }

    /// <summary>
    /// Stripe answers a repeated POST with the same key (for at least 24 hours) with the first answer. One is made up for a POST without.
    /// </summary>
    public string IdempotencyKey { get; set; }

    /// <summary>The connected account to act for, if any.</summary>
    public string StripeAccount { get; set; }
}
