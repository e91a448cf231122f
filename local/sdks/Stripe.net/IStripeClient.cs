namespace Stripe;

/// <summary>Sends requests to Stripe's API; services are built on it.</summary>
public interface IStripeClient
{
    /// <summary>Scheme and host of the API.</summary>
    string ApiBase { get; }

    /// <summary>The secret key.</summary>
    string ApiKey { get; }

    /// <summary>Sends one request; a POST form-encoded, others with their options in the query.</summary>
    /// <exception cref="StripeException">Stripe answered an error, or something that is not its API.</exception>
    /// <exception cref="HttpRequestException">Stripe could not be reached, after the retries.</exception>
    Task<T> RequestAsync<T>(
        HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions, CancellationToken cancellationToken = default)
        where T : IStripeEntity;
}
