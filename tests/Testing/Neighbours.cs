using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Contracts;

namespace TicketBooking.Testing;

/// <summary>What booking asks of event-core and seats: signing keys, bans and seat catalogues, over real HTTP behind the sidecar.</summary>
public sealed class Neighbours : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, SeatCatalogue> _catalogues = new();
    private readonly ConcurrentDictionary<Guid, int> _questions = new();
    private readonly ConcurrentDictionary<Guid, bool> _banned = new();
    private LocalServer? _server;

    public int Port => _server!.Port;

    public async Task StartAsync() => _server = await LocalServer.StartAsync(app =>
    {
        app.MapGet("/.well-known/jwks.json", () => Results.Text(TestTokens.KeySet, "application/json"));
        app.MapGet("/internal/banned-users", () => Results.Json(new { users = _banned.Keys }));
        app.MapGet("/internal/catalogue/{eventId:guid}", (Guid eventId) =>
        {
            _questions.AddOrUpdate(eventId, 1, (_, count) => count + 1);
            return _catalogues.TryGetValue(eventId, out var catalogue)
                ? Results.Json(catalogue, ContractsJson.Default.SeatCatalogue)
                : Results.NotFound();
        });
    });

    public void Publish(SeatCatalogue catalogue) => _catalogues[catalogue.EventId] = catalogue;

    public void Ban(Guid userId) => _banned[userId] = true;

    public int QuestionsAbout(Guid eventId) => _questions.GetValueOrDefault(eventId);

    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}
