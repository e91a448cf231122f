using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TicketBooking.Platform;

/// <summary>Refuses with 400 a query that decodes to a NUL or to bytes that are not UTF-8. The server itself refuses them in a path or a header.</summary>
internal static class WellFormedQueries
{
    public static void UseWellFormedQueries(this WebApplication app) => app.Use(static (context, next) =>
        IsWellFormed(context.Request.QueryString) ? next(context) : TextProblems.Malformed().ExecuteAsync(context));

    private static bool IsWellFormed(QueryString query)
    {
        if (query.Value?.Contains('%', StringComparison.Ordinal) != true)
        {
            return true;
        }

        var sent = Encoding.UTF8.GetBytes(query.Value);
        var decoded = WebUtility.UrlDecodeToBytes(sent, 0, sent.Length);
        return Utf8.IsValid(decoded) && !decoded.AsSpan().Contains((byte)0);
    }
}
