using Microsoft.AspNetCore.Http.Features;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.Invocation;

/// <summary>Service invocation: finds an instance, passes the request on, streams the answer back.</summary>
internal sealed class InvocationProxy(AppDirectory apps, AppChannel channel, ComponentSet components)
{
    public async Task InvokeAsync(HttpContext context, InvocationTarget target)
    {
        var app = apps.Find(target.AppId) ?? apps.Find(target.AppId.Split('.')[0])
            ?? throw Failed($"failed to resolve address for '{target.AppId}': no such app");
        RefuseUnlessAllowed(context, app, target);
        using var response = await SendAsync(context, app, target.PathAndQuery);
        await AnswerAsync(context, response);
    }

    private void RefuseUnlessAllowed(HttpContext context, App app, InvocationTarget target)
    {
        var (caller, verb, path) = (context.AppId(), context.Request.Method, target.PathAndQuery.Split('?')[0]);
        if (!components.AccessControl.Allows(caller, verb, path))
        {
            throw new ApiException(
                StatusCodes.Status403Forbidden,
                StatusCode.PermissionDenied,
                "ERR_DIRECT_INVOKE",
                $"failed to invoke '{app.Id}': access control policy has denied access to id: {caller} operation: {path} verb: {verb}");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContext context, App app, string pathAndQuery)
    {
        Exception? last = null;
        foreach (var address in app.AddressesToTry())
        {
            var request = CreateRequest(context, app, address, pathAndQuery);
            try
            {
                return await channel.SendAsync(request, context.RequestAborted);
            }
            catch (HttpRequestException e)
            {
                last = e;
                if (e.HttpRequestError != HttpRequestError.ConnectionError || request.Content is ForwardedBody { IsStarted: true })
                {
                    break;
                }
            }
            catch (OperationCanceledException e) when (!context.RequestAborted.IsCancellationRequested)
            {
                // It listens, and takes no connection in time.
                last = e.InnerException ?? e;
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

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        ProxyHeaders.CopyResponse(response, context.Response);
        if (response.Content.Headers.ContentLength is null)
        {
            // Of unknown length, perhaps an event stream: the headers leave before the first event.
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            await ForwardedBody.CopyAsync(body, context.Response.Body, context.RequestAborted);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The app broke off or the caller left: a cut answer must not look complete.
            context.Abort();
        }
    }

    private static ApiException Failed(string message, Exception? inner = null) =>
        new(StatusCodes.Status500InternalServerError, StatusCode.Internal, "ERR_DIRECT_INVOKE", message, inner);
}
