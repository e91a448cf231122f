using System.Net;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>Forwards a request to a service through the sidecar and its answer to the client as it comes. The body of the request is complete (<c>BodyReading</c>).</summary>
internal sealed partial class Forwarder(
    IHttpForwarder yarp, Sidecar sidecar, IOptions<ForwardingOptions> options, ILogger<Forwarder> logger)
{
    /// <summary>
    /// YARP's own timeout limits silence at any time of an exchange. It would cut an answer that pauses, and never end one that
    /// trickles. So it is off, and <see cref="SidecarHandler"/> limits the time until an answer begins.
    /// </summary>
    private static readonly ForwarderRequestConfig Exchange = new()
    {
        ActivityTimeout = Timeout.InfiniteTimeSpan,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Makes the handler of a route.</summary>
    public RequestDelegate To(PublicRoute route)
    {
        var transformer = new SidecarTransformer(route, sidecar);
        return context => ForwardAsync(context, route, transformer);
    }

    private async Task ForwardAsync(HttpContext context, PublicRoute route, SidecarTransformer transformer)
    {
        if (!PublicPath.IsSafe(context.Request.Path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        HeaderRules.CleanRequest(context.Request.Headers);
        if (route.Translate is { } translate)
        {
            await translate(context.Request, context.RequestAborted);
        }

        var error = await yarp.SendAsync(context, sidecar.Address, sidecar.Http, Exchange, transformer);
        var fault = context.GetForwarderErrorFeature()?.Exception;
        if (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await ExplainAsync(context, route.AppId, fault);
        }
        else if (error is ForwarderError.ResponseBodyDestination)
        {
            // YARP has broken the client's connection: the status was out already, and nothing else says that the answer is not whole.
            LogBrokenOff(fault, route.AppId);
        }
    }

    /// <summary>Explains an error without a body: of the time limit or of the sidecar.</summary>
    private async Task ExplainAsync(HttpContext context, string appId, Exception? fault)
    {
        if (IsTimeout(fault))
        {
            LogTooSlow(appId, options.Value.AnswerWithin);
            await UpstreamProblems.TimedOut().ExecuteAsync(context);
        }
        else if (context.Response is { StatusCode: >= StatusCodes.Status500InternalServerError, ContentType: null })
        {
            LogUnreachable(fault, appId, context.Response.StatusCode);
            await UpstreamProblems.Unavailable().ExecuteAsync(context);
        }
    }

    /// <summary>While a body is sent, a timeout comes second: first the body could not be read to its end.</summary>
    private static bool IsTimeout(Exception? fault) => fault is TimeoutException or AggregateException { InnerExceptions: [.., TimeoutException] };

    [LoggerMessage(4001, LogLevel.Error, "{AppId} cannot be reached (status: {Status}).")]
    private partial void LogUnreachable(Exception? exception, string appId, int status);

    [LoggerMessage(4002, LogLevel.Error, "{AppId} did not begin to answer within {Limit}.")]
    private partial void LogTooSlow(string appId, TimeSpan limit);

    [LoggerMessage(4003, LogLevel.Warning, "{AppId} broke off in the middle of its answer.")]
    private partial void LogBrokenOff(Exception? exception, string appId);
}
