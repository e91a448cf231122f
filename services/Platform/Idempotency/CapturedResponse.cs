using Microsoft.AspNetCore.Http;

namespace TicketBooking.Platform;

/// <summary>Runs a handler and holds its answer back until it has been stored.</summary>
internal static class CapturedResponse
{
    /// <summary>Status and headers are left on the response, the body is not written yet.</summary>
    public static async Task<StoredAnswer> OfAsync(HttpContext context, RequestDelegate handle)
    {
        var (client, aborted) = (context.Response.Body, context.RequestAborted);
        using var body = new MemoryStream();
        context.Response.Body = body;
        context.RequestAborted = CancellationToken.None;
        try
        {
            await handle(context);
            await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
            return StoredAnswer.Of(context.Response, body.ToArray());
        }
        finally
        {
            context.Response.Body = client;
            context.RequestAborted = aborted;
        }
    }
}
