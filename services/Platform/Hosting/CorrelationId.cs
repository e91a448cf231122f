using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;

namespace TicketBooking.Platform;

/// <summary>
/// <c>X-Correlation-Id</c>: accepted when it is up to 64 safe characters, else made. Echoed in the answer and set on the request, so that a
/// proxy passes it on. The activity's baggage puts it on log lines and outgoing calls.
/// </summary>
public static class CorrelationId
{
    /// <summary>The header.</summary>
    public const string Header = "X-Correlation-Id";

    /// <summary>Baggage key under which log lines find it.</summary>
    public const string BaggageKey = "correlation-id";

    private const int MaxLength = 64;

    private static readonly SearchValues<char> Safe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    internal static void UseCorrelationId(this WebApplication app) => app.Use(static (context, next) =>
    {
        var id = AcceptOrMake(context.Request.Headers[Header].ToString());
        context.Request.Headers[Header] = id;
        Activity.Current?.SetBaggage(BaggageKey, id);
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = id;
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static string AcceptOrMake(string sent) =>
        sent.Length is > 0 and <= MaxLength && !sent.AsSpan().ContainsAnyExcept(Safe)
            ? sent
            : Guid.CreateVersion7().ToString();
}
