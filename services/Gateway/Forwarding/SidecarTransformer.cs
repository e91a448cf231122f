using Microsoft.AspNetCore.Http.Features;
using TicketBooking.Gateway.Security;
using Yarp.ReverseProxy.Forwarder;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>
/// Addresses a request of one route to its app. A header names the app, not <c>/v1.0/invoke/app/method/path</c>: the sidecar decodes
/// and cleans a path, which could then name another app.
/// </summary>
internal sealed class SidecarTransformer(PublicRoute route, Sidecar sidecar) : HttpTransformer
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var (path, query) = (PublicPath.Of(route, httpContext.Request), httpContext.Request.QueryString);
        proxyRequest.RequestUri = new Uri(destinationPrefix + path.ToUriComponent() + query.Value, AsWritten);
        proxyRequest.Headers.TryAddWithoutValidation("dapr-app-id", route.AppId);
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", ClientAddress.Of(httpContext)?.ToString());
        if (sidecar.Token.Length > 0)
        {
            proxyRequest.Headers.TryAddWithoutValidation("dapr-api-token", sidecar.Token);
        }
    }

    /// <returns>False when there is no answer of a service: <see cref="Forwarder"/> says what is wrong.</returns>
    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        // The status is enough; the sidecar's text may describe internals.
        httpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        if (proxyResponse is null || UpstreamProblems.IsTheSidecars(proxyResponse))
        {
            return false;
        }

        await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        HeaderRules.CleanResponse(httpContext.Response.Headers, proxyResponse.Headers.Connection);
        if (proxyResponse.Content.Headers.ContentLength is null)
        {
            // A stream may be silent for long after its headers. Not cancelled: a client that has left is found out when the body is copied.
            await httpContext.Response.Body.FlushAsync(CancellationToken.None);
        }

        return true;
    }
}
