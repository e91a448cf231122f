using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using TicketBooking.Gateway.Forwarding;
using TicketBooking.Gateway.Security;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Live;

/// <summary>Streams an event's seats: a snapshot or the missed changes, then each change as it comes.</summary>
internal sealed partial class StreamSeats(
    EventStreamRegistry streams, ListenerLimits limits, SliceWriter writer, IOptions<LiveOptions> options, ILogger<StreamSeats> logger)
{
    private const string RetryAfterSeconds = "5";

    public async Task HandleAsync(Guid eventId, HttpContext context)
    {
        if (context.WantsHeadOnly())
        {
            await AnswerHeadAsync(eventId, context);
            return;
        }

        var network = ClientNetwork.Of(context) ?? IPAddress.None;
        if (limits.Enter(network) is { } refusal)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await refusal.ExecuteAsync(context);
            return;
        }

        try
        {
            await StreamAsync(eventId, context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left, or was disconnected.
        }
        catch (HttpRequestException exception) when (!context.Response.HasStarted)
        {
            LogUnavailable(exception, eventId);
            await UpstreamProblems.Unavailable().ExecuteAsync(context);
        }
        finally
        {
            limits.Leave(network);
        }
    }

    private async Task StreamAsync(Guid eventId, HttpContext context)
    {
        var listener = new Listener(options.Value.Waiting, context.Abort);
        if (await streams.JoinAsync(eventId, listener, LastSeen(context.Request), context.RequestAborted) is not { } stream)
        {
            await LiveProblems.EventNotFound().ExecuteAsync(context);
            return;
        }

        try
        {
            BeginStream(context);
            await foreach (var frame in listener.FramesAsync(context.RequestAborted))
            {
                if (!await writer.TryWriteAsync(context, frame))
                {
                    return;
                }
            }
        }
        finally
        {
            stream.Leave(listener);
        }
    }

    /// <summary>Says what a stream would begin with. It is no listener, and ends.</summary>
    private async Task AnswerHeadAsync(Guid eventId, HttpContext context)
    {
        try
        {
            if (await streams.FindSnapshotAsync(eventId, context.RequestAborted) is null)
            {
                await LiveProblems.EventNotFound().ExecuteAsync(context);
                return;
            }

            BeginStream(context);
        }
        catch (HttpRequestException exception)
        {
            LogUnavailable(exception, eventId);
            await UpstreamProblems.Unavailable().ExecuteAsync(context);
        }
    }

    /// <summary>Every frame goes out at once: through this server, and through a proxy that knows the header.</summary>
    private static void BeginStream(HttpContext context)
    {
        // The server's own rate counts what it has written long ago: after a large snapshot that was read at once, it lets a reader stop for
        // minutes. A slice has its deadline.
        context.Features.Get<IHttpMinResponseDataRateFeature>()?.MinDataRate = null;
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private static long? LastSeen(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"].ToString(), out var seq) && seq >= 0 ? seq : null;

    [LoggerMessage(4022, LogLevel.Error, "A stream of event {EventId} cannot begin: seats cannot be asked.")]
    private partial void LogUnavailable(Exception exception, Guid eventId);
}
