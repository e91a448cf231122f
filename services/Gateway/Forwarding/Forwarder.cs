using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>Hands a request to a service through the sidecar and its answer back to the client, both as they come.</summary>
internal sealed partial class Forwarder(
    Sidecar sidecar, IOptions<ForwardingOptions> options, TimeProvider clock, ILogger<Forwarder> logger)
{
    public async Task ForwardAsync(HttpContext context, PublicRoute route)
    {
        var appId = route.AppId;
        if (!PublicPath.IsSafe(context.Request.Path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var response = await AskAsync(context, route);
        if (response is null || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (UpstreamProblems.IsTheSidecars(response))
        {
            LogUnreachable(null, appId, (int)response.StatusCode);
            await UpstreamProblems.Unavailable().ExecuteAsync(context);
            return;
        }

        await AnswerAsync(context, response, appId);
    }

    /// <returns>Null when the client is gone or has got a problem instead.</returns>
    private async Task<HttpResponseMessage?> AskAsync(HttpContext context, PublicRoute route)
    {
        var gone = context.RequestAborted;
        using var timeout = new CancellationTokenSource(options.Value.AnswerWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, timeout.Token);
        var body = route.Translate is null ? RequestBody.Of(context.Request) : await route.Translate(context.Request, gone);
        using var request = sidecar.RequestFor(route.AppId, PublicPath.Of(route, context.Request), context.Request, body);
        try
        {
            return await sidecar.SendAsync(request, either.Token);
        }
        catch (Exception exception) when (gone.IsCancellationRequested && exception is OperationCanceledException or HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            LogTooSlow(route.AppId, options.Value.AnswerWithin);
            await UpstreamProblems.TimedOut().ExecuteAsync(context);
        }
        catch (HttpRequestException exception) when (exception.InnerException is BadHttpRequestException fault)
        {
            // Not the service but the client is to blame: the body is too large, too slow or broken off.
            ExceptionDispatchInfo.Throw(fault);
        }
        catch (HttpRequestException exception)
        {
            LogUnreachable(exception, route.AppId, null);
            await UpstreamProblems.Unavailable().ExecuteAsync(context);
        }

        return null;
    }

    private async Task AnswerAsync(HttpContext context, HttpResponseMessage response, string appId)
    {
        ResponseHeaders.Copy(response, context.Response);
        try
        {
            if (context.Response.ContentLength is null)
            {
                // A stream may be silent for long after its headers.
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            await Flow.CopyAsync(body, context.Response.Body, context.RequestAborted);
            ResponseHeaders.CopyTrailers(response, context.Response);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                // The status is out already. Only a broken connection tells the client that the answer is not whole.
                LogBrokenOff(exception, appId);
                context.Abort();
            }
        }
    }

    [LoggerMessage(4001, LogLevel.Error, "{AppId} cannot be reached (sidecar's status: {Status}).")]
    private partial void LogUnreachable(Exception? exception, string appId, int? status);

    [LoggerMessage(4002, LogLevel.Error, "{AppId} did not begin to answer within {Limit}.")]
    private partial void LogTooSlow(string appId, TimeSpan limit);

    [LoggerMessage(4003, LogLevel.Warning, "{AppId} broke off in the middle of its answer.")]
    private partial void LogBrokenOff(Exception exception, string appId);
}
