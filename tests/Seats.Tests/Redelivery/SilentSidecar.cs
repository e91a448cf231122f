using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;

namespace TicketBooking.Seats.Tests.Redelivery;

/// <summary>Stands between a publisher and its sidecar: passes everything on, and keeps the answers until <see cref="Answer"/>.</summary>
internal sealed class SilentSidecar : IAsyncDisposable
{
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _sidecar;
    private LocalServer _server = null!;

    private SilentSidecar(int port) => _sidecar = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    public string Url => _server.Url;

    public static async Task<SilentSidecar> StartAsync(int port)
    {
        var silent = new SilentSidecar(port);
        silent._server = await LocalServer.StartAsync(app => app.MapPost("/{**path}", silent.PassOnAsync));
        return silent;
    }

    /// <summary>From now on answers are passed on too.</summary>
    public void Answer() => _answers.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _sidecar.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        using var content = new StreamContent(context.Request.Body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
        using var answer = await _sidecar.PostAsync(new Uri(context.Request.Path + context.Request.QueryString, UriKind.Relative), content);
        await _answers.Task.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
    }
}
