using Microsoft.AspNetCore.Http.Features;

namespace TicketBooking.Sidecar.Invocation;

/// <summary>Reads the app and path of a request, byte for byte as the caller wrote them.</summary>
internal readonly record struct InvocationTarget(string AppId, string PathAndQuery)
{
    public const string AppIdHeader = "dapr-app-id";
    private const string Prefix = "/v1.0/invoke/";
    private const string Separator = "/method";

    public static InvocationTarget? Of(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? FromPath(target)
            : context.Request.Headers.TryGetValue(AppIdHeader, out var appId) && appId.Count == 1 ? new(appId[0]!, target)
            : null;
    }

    private static InvocationTarget? FromPath(string target)
    {
        var separator = target.IndexOf(Separator, Prefix.Length, StringComparison.OrdinalIgnoreCase);
        if (separator <= Prefix.Length)
        {
            return null;
        }

        var rest = target[(separator + Separator.Length)..];
        return rest.Length == 0 || rest[0] is '/' or '?'
            ? new(Uri.UnescapeDataString(target[Prefix.Length..separator]), rest.StartsWith('/') ? rest : "/" + rest)
            : null;
    }
}
