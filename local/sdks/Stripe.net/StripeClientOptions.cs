namespace Stripe;

/// <summary>What a <see cref="StripeClient"/> is made from.</summary>
public class StripeClientOptions
{
    /// <summary>The secret key.</summary>
    public string ApiKey { get; set; }

    /// <summary>Sends the requests; by default a <see cref="SystemNetHttpClient"/> with two retries.</summary>
    public IHttpClient HttpClient { get; set; }

    /// <summary>Scheme and host of the API, without a path; by default Stripe's own.</summary>
    public string ApiBase { get; set; }

    /// <summary>The connected account to act for, if any.</summary>
    public string StripeAccount { get; set; }
}
