using System.Net;

namespace Stripe;

/// <summary>A client of Stripe's API over HTTPS. Safe for concurrent use.</summary>
public class StripeClient : IStripeClient
{
    private readonly IHttpClient _http;
    private readonly string _account;

    /// <summary>A client with these settings; see <see cref="StripeClientOptions"/> for the defaults.</summary>
    /// <exception cref="ArgumentException">The key is empty or contains white space.</exception>
    public StripeClient(string apiKey = null, string clientId = null, IHttpClient httpClient = null, string apiBase = null)
        : this(new StripeClientOptions { ApiKey = apiKey, HttpClient = httpClient, ApiBase = apiBase }) =>
        ClientId = clientId;

    /// <summary>A client with these settings.</summary>
    /// <exception cref="ArgumentException">The key is empty or contains white space.</exception>
    public StripeClient(StripeClientOptions options)
    {
        if (options.ApiKey is { } key && (key.Length == 0 || key.Any(char.IsWhiteSpace)))
        {
            throw new ArgumentException("API key cannot be the empty string or contain whitespace.", nameof(options));
        }

        ApiKey = options.ApiKey;
        ApiBase = options.ApiBase ?? DefaultApiBase;
        _http = options.HttpClient ?? new SystemNetHttpClient();
        _account = options.StripeAccount;
        V1 = new V1Services(this);
    }

    /// <summary>Stripe's own API.</summary>
    public static string DefaultApiBase => "https://api.stripe.com";

    /// <inheritdoc/>
    public string ApiBase { get; }

    /// <inheritdoc/>
    public string ApiKey { get; }

    /// <summary>The OAuth client of a platform; kept, not used.</summary>
    public string ClientId { get; }

    /// <summary>The services of the API's first version.</summary>
    public V1Services V1 { get; }

    /// <inheritdoc/>
    public async Task<T> RequestAsync<T>(
        HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions, CancellationToken cancellationToken = default)
        where T : IStripeEntity
    {
        var request = new StripeRequest(this, method, path, options, requestOptions, _account);
        var response = await _http.MakeRequestAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw StripeException.From(response);
        }

        var entity = StripeJson.Read<T>(response);
        entity.StripeResponse = response;
        return entity;
    }
}
