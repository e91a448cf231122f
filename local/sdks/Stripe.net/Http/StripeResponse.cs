using System.Net;
using System.Net.Http.Headers;

namespace Stripe;

/// <summary>An answer of Stripe, as it came.</summary>
public class StripeResponse(HttpStatusCode statusCode, HttpResponseHeaders headers, string content)
{
    /// <summary>The status.</summary>
    public HttpStatusCode StatusCode { get; } = statusCode;

    /// <summary>The headers.</summary>
    public HttpResponseHeaders Headers { get; } = headers;

    /// <summary>The body.</summary>
    public string Content { get; } = content;

    /// <summary>The key the request was sent with.</summary>
    public string IdempotencyKey => Header("Idempotency-Key");

    /// <summary>Names the request in Stripe's log.</summary>
    public string RequestId => Header("Request-Id");

    private string Header(string name) => Headers.TryGetValues(name, out var values) ? values.First() : null;
}
