using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace TicketBooking.Gateway.Security;

/// <summary>Tells browsers, with every answer and every refusal, to trust it with as little as it needs.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<EdgeOptions> options)
{
    /// <summary>The API is data: nothing in it is to be run, shown or framed.</summary>
    public const string ForData = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The page has neither scripts nor styles in its HTML; its icons are data in a stylesheet.</summary>
    public const string ForDocs =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>As nginx says it, when TLS ends there.</summary>
    public const string TransportSecurity = "max-age=31536000";

    private const string NotSniffed = "nosniff";
    private const string NoReferrer = "no-referrer";
    private const string SameOrigin = "same-origin";

    private readonly bool _answersOrigins = options.Value.AllowedOrigins.Count > 0;

    public Task InvokeAsync(HttpContext context)
    {
        // At the start of the answer: a handler that fails clears the headers.
        context.Response.OnStarting(_answersOrigins ? AddAllAsync : AddAsync, context);
        return next(context);
    }

    /// <summary>Shared caches must not give the answer for one origin to another, nor the one without an origin.</summary>
    private static Task AddAllAsync(object state)
    {
        var response = ((HttpContext)state).Response;
        if (!response.Headers.Vary.ToString().Contains(HeaderNames.Origin, StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        return AddAsync(state);
    }

    private static Task AddAsync(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NotSniffed;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/docs") ? ForDocs : ForData;
        if (context.Request.IsHttps && context.Request.Host.Host != "localhost")
        {
            headers.StrictTransportSecurity = TransportSecurity;
        }

        return Task.CompletedTask;
    }
}
