using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TicketBooking.DaprWire;

/// <summary>The server's half of one call: reads the request, writes answers, ends with a status whatever happens.</summary>
internal static partial class GrpcCall
{
    public static async Task AnswerAsync(HttpContext context, Func<Task> handler)
    {
        context.Response.ContentType = "application/grpc";
        try
        {
            await handler();
            End(context.Response, GrpcStatus.Ok, string.Empty);
        }
        catch (GrpcStatusException e)
        {
            End(context.Response, e.Status, e.Detail);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            End(context.Response, GrpcStatus.Cancelled, "The client left.");
        }
#pragma warning disable CA1031 // The boundary of the protocol: whatever a handler throws becomes a status, and is logged.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogHandlerFailed(Logger(context), e, context.Request.Path);
            End(context.Response, GrpcStatus.Unknown, e.Message);
        }
    }

    public static async Task<T> ReadRequestAsync<T>(HttpContext context, MessageParser<T> parser)
        where T : class, IMessage<T> =>
        await GrpcFrame.ReadAsync(context.Request.Body, parser, context.RequestAborted)
            ?? throw new GrpcStatusException(GrpcStatus.Internal, "The request holds no message.");

    public static async Task WriteAsync(HttpContext context, IMessage message) =>
        await context.Response.BodyWriter.WriteAsync(GrpcFrame.Encode(message), context.RequestAborted);

    // Before the headers have left, the status goes into them (trailers-only); afterwards into trailers.
    private static void End(HttpResponse response, GrpcStatus status, string message)
    {
        Action<string, string> set = response.HasStarted
            ? (name, value) => response.AppendTrailer(name, value)
            : (name, value) => response.Headers[name] = value;
        set("grpc-status", ((int)status).ToString(CultureInfo.InvariantCulture));
        if (message.Length > 0)
        {
            set("grpc-message", GrpcMessageText.Encode(message));
        }
    }

    private static ILogger Logger(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(GrpcCall).FullName!);

    [LoggerMessage(EventId = 9001, Level = LogLevel.Error, Message = "gRPC method {Path} failed")]
    private static partial void LogHandlerFailed(ILogger logger, Exception exception, string path);
}
