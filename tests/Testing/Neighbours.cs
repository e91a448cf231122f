using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TicketBooking.Testing;

/// <summary>What booking asks of event-core: signing keys and bans, over real HTTP behind the sidecar.</summary>
public sealed class Neighbours : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, bool> _banned = new();
    private LocalServer? _server;

    public int Port => _server!.Port;

    public async Task StartAsync() => _server = await LocalServer.StartAsync(app =>
    {
        app.MapGet("/.well-known/jwks.json", () => Results.Text(TestTokens.KeySet, "application/json"));
        app.MapGet("/internal/banned-users", () => Results.Json(new { users = _banned.Keys }));
    });

    public void Ban(Guid userId) => _banned[userId] = true;

    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}
