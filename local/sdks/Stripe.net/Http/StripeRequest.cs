using System.Net.Http.Headers;

namespace Stripe;

/// <summary>A request to Stripe's API. Its headers are fixed when it is made: every retry carries the same idempotency key.</summary>
public class StripeRequest
{
    private readonly BaseOptions _options;

    /// <summary>A request of <paramref name="client"/>.</summary>
    /// <exception cref="StripeException">There is no key, neither the client's nor the request's.</exception>
    public StripeRequest(IStripeClient client, HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions)
        : this(client, method, path, options, requestOptions, account: null)
    {
    }

    internal StripeRequest(
        IStripeClient client, HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions, string account)
    {
        var key = requestOptions?.ApiKey ?? client.ApiKey ?? throw new StripeException("No API key provided.");
        _options = options;
        Method = method;
        Uri = new Uri(client.ApiBase + path + Query(method, options));
        AuthorizationHeader = new AuthenticationHeaderValue("Bearer", key);
        StripeHeaders["Stripe-Version"] = StripeConfiguration.ApiVersion;
        AddHeader("Stripe-Account", requestOptions?.StripeAccount ?? account);
        AddHeader("Idempotency-Key", IdempotencyKey(method, requestOptions));
    }

    /// <summary>GET, POST or DELETE.</summary>
    public HttpMethod Method { get; }

    /// <summary>The address, with the query.</summary>
    public Uri Uri { get; }

    /// <summary>The secret key as a bearer token.</summary>
    public AuthenticationHeaderValue AuthorizationHeader { get; }

    /// <summary>Version, account, idempotency key.</summary>
    public IDictionary<string, string> StripeHeaders { get; } = new Dictionary<string, string>();

    /// <summary>The body, made anew on each call; null unless it is a POST.</summary>
    public HttpContent Content => Method == HttpMethod.Post ? FormEncoder.CreateHttpContent(_options) : null;

    private static string Query(HttpMethod method, BaseOptions options) =>
        method != HttpMethod.Post && options is not null && FormEncoder.CreateQueryString(options) is { Length: > 0 } query
            ? $"?{query}"
            : string.Empty;

    private static string IdempotencyKey(HttpMethod method, RequestOptions options)
    {
        if (!string.IsNullOrEmpty(options?.IdempotencyKey))
        {
            return options.IdempotencyKey;
        }

        return method == HttpMethod.Post ? Guid.CreateVersion7().ToString() : null;
    }

    private void AddHeader(string name, string value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            StripeHeaders[name] = value;
        }
    }
}
