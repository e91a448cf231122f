using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TicketBooking.Testing;

namespace TicketBooking.Gateway.Tests;

/// <summary>
/// A real HTTP server where the gateway's sidecar would be (or, behind a real sidecar, where a service would be). A test says what the
/// invoked service does.
/// </summary>
internal sealed class ScriptedSidecar : IAsyncDisposable
{
    private const string Prefix = "/v1.0/invoke/";
    private LocalServer _server = null!;

    /// <summary>The service behind it. Answers 200 unless told otherwise.</summary>
    public RequestDelegate Service { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether the keys of access tokens can be fetched.</summary>
    public bool HasKeys { get; set; } = true;

    /// <summary>What arrived, as <c>METHOD app-id target</c>, in order.</summary>
    public List<string> Calls { get; } = [];

    public int Port => _server.Port;

    public static async Task<ScriptedSidecar> StartAsync()
    {
        var sidecar = new ScriptedSidecar();
        sidecar._server = await LocalServer.StartAsync(app => app.Run(sidecar.AnswerAsync));
        return sidecar;
    }

    private Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.EndsWith("/internal/banned-users", StringComparison.Ordinal))
        {
            // Asked for in the background, whatever a test does.
            return context.Response.WriteAsync("""{"users":[]}""");
        }

        if (HasKeys && target.EndsWith("/.well-known/jwks.json", StringComparison.Ordinal) && !context.Request.Headers.ContainsKey("X-Forwarded-For"))
        {
            // So is this; what a client asks for says where it comes from.
            return context.Response.WriteAsync(TestTokens.KeySet);
        }

        // By header, as the gateway calls, or by path, as Dapr's client does.
        var called = context.Request.Headers.TryGetValue("dapr-app-id", out var appId) ? $"{appId} {target}"
            : target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..].Replace("/method/", " /", StringComparison.Ordinal)
            : target;
        lock (Calls)
        {
            Calls.Add($"{context.Request.Method} {called}");
        }

        return HasKeys && target.EndsWith("/.well-known/jwks.json", StringComparison.Ordinal)
            ? context.Response.WriteAsync(TestTokens.KeySet)
            : Service(context);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
