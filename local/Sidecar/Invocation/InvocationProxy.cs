using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Invocation;

/// <summary>Service invocation: finds an instance, passes the request on, streams the answer back.</summary>
internal sealed class InvocationProxy(AppDirectory apps, AppChannel channel, ComponentSet components)
{
    public async Task InvokeAsync(HttpContext context, InvocationTarget target)
    {
        var app = apps.Find(target.AppId) ?? apps.Find(target.AppId.Split('.')[0])
            ?? throw Failed($"failed to resolve address for '{target.AppId}': no such app");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(components.Resiliency.AppTimeout(app.Id) ?? Timeout.InfiniteTimeSpan);
        using var response = await SendAsync(context, app, target.PathAndQuery, limit.Token);
        await AnswerAsync(context, response, limit.Token);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContext context, App app, string pathAndQuery, CancellationToken cancellationToken)
    {
        HttpRequestException? last = null;
        foreach (var address in app.AddressesToTry())
        {
            var request = CreateRequest(context, app, address, pathAndQuery);
            try
            {
                return await channel.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && request.Content is not ForwardedBody { IsStarted: true })
            {
                last = e;
            }
            catch (HttpRequestException e)
            {
                throw Failed($"failed to invoke '{app.Id}': {e.Message}", e);
            }
            catch (OperationCanceledException e) when (!context.RequestAborted.IsCancellationRequested)
            {
                throw Failed($"'{app.Id}' did not answer in time", e);
            }
        }

        throw Failed($"failed to invoke '{app.Id}': {last?.Message ?? "it has no address"}", last);
    }

    private static HttpRequestMessage CreateRequest(HttpContext context, App app, Uri address, string pathAndQuery)
    {
        var uri = new Uri(
            $"http://{address.Authority}{pathAndQuery}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), uri);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            request.Content = new ForwardedBody(context.Request);
        }

        ProxyHeaders.CopyRequest(context.Request, request);
        request.Headers.TryAddWithoutValidation("dapr-caller-app-id", context.AppId());
        request.Headers.TryAddWithoutValidation("dapr-callee-app-id", app.Id);
        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        ProxyHeaders.CopyResponse(response, context.Response);
        if (response.Content.Headers.ContentLength is null)
        {
            // Of unknown length, perhaps an event stream: the headers leave before the first event.
            await context.Response.Body.FlushAsync(cancellationToken);
        }

        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await StreamCopy.CopyAsync(body, context.Response.Body, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The app broke off, the caller left or time is up: a cut answer must not look complete.
            context.Abort();
        }
    }

    private static ApiException Failed(string message, Exception? inner = null) =>
        new(StatusCodes.Status500InternalServerError, StatusCode.Internal, "ERR_DIRECT_INVOKE", message, inner);
}

/// <summary>Calls for other apps, taken out before routing: their paths are not the sidecar's.</summary>
internal static class InvocationExtensions
{
    public static void UseInvocation(this WebApplication web)
    {
        var proxy = web.Services.GetRequiredService<InvocationProxy>();
        web.Use(next => context => InvocationTarget.Of(context) is { } target ? proxy.InvokeAsync(context, target) : next(context));
    }
}
