using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace TicketBooking.Gateway.Forwarding;

internal static class ResponseHeaders
{
    public static void Copy(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        var connection = new StringValues([.. from.Headers.Connection]);
        Copy(from.Headers.NonValidated, to.Headers, connection);
        Copy(from.Content.Headers.NonValidated, to.Headers, connection);
    }

    /// <summary>Trailers are known when the body has been read to its end.</summary>
    public static void CopyTrailers(HttpResponseMessage from, HttpResponse to)
    {
        if (to.SupportsTrailers())
        {
            foreach (var (name, values) in from.TrailingHeaders.NonValidated)
            {
                to.AppendTrailer(name, new StringValues([.. values]));
            }
        }
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, StringValues connection)
    {
        foreach (var (name, values) in from)
        {
            if (!HopByHop.Has(name, connection) && !name.StartsWith("dapr-", StringComparison.OrdinalIgnoreCase))
            {
                to[name] = new StringValues([.. values]);
            }
        }
    }
}
