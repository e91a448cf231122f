using System.Buffers;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>
/// Decides which paths are forwarded. The gateway matches a path as sent; the next hop decodes and cleans it once more. An encoded slash
/// or dot would match <c>/api/v1/event/…</c> here and arrive as <c>/internal/…</c> there. No public path needs one.
/// </summary>
internal static class PublicPath
{
    /// <summary>A percent sign is left in a decoded path by <c>%2F</c> and by double encoding.</summary>
    private static readonly SearchValues<char> NeverMeant = SearchValues.Create("%\\?#");

    /// <summary>The path under which the service knows a request: as sent, unless the route is another name for one.</summary>
    public static PathString Of(PublicRoute route, HttpRequest request)
    {
        if (!route.IsAlias)
        {
            return request.Path;
        }

        var path = route.To;
        foreach (var (name, value) in request.RouteValues)
        {
            path = path.Replace($"{{{name}}}", (string?)value, StringComparison.Ordinal);
        }

        return path;
    }

    public static bool IsSafe(PathString path)
    {
        var text = path.Value.AsSpan();
        if (text.ContainsAny(NeverMeant) || text.IndexOfAnyInRange('\0', ' ') >= 0)
        {
            return false;
        }

        foreach (var segment in text[1..].Split('/'))
        {
            if (text[1..][segment] is "." or ".." || IsEmptyInside(text[1..], segment))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A trailing slash is harmless; two slashes in a row are cleaned away by the next hop.</summary>
    private static bool IsEmptyInside(ReadOnlySpan<char> text, Range segment) =>
        text[segment].IsEmpty && segment.End.GetOffset(text.Length) < text.Length;
}
