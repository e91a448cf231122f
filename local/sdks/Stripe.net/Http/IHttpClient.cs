namespace Stripe;

/// <summary>Carries requests to Stripe.</summary>
public interface IHttpClient
{
    /// <summary>Sends a request and reads the whole answer, whatever its status.</summary>
    /// <exception cref="HttpRequestException">Stripe could not be reached.</exception>
    Task<StripeResponse> MakeRequestAsync(StripeRequest request, CancellationToken cancellationToken = default);
}
