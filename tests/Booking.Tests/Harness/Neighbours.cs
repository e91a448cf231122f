using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Tests.Harness;

/// <summary>What booking asks of event-core and seats: signing keys and seat catalogues, over real HTTP behind the sidecar.</summary>
internal sealed class Neighbours : IAsyncDisposable
{
    public const string Issuer = "http://tickets.test";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<Guid, SeatCatalogue> _catalogues = new();
    private readonly ConcurrentDictionary<Guid, int> _questions = new();
    private readonly ConcurrentDictionary<Guid, bool> _banned = new();
    private WebApplication? _app;

    public int Port => new Uri(_app!.Urls.Single()).Port;

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/jwks.json", () => Results.Json(new { keys = new[] { PublicKey() } }));
        _app.MapGet("/internal/banned-users", () => Results.Json(new BannedUsers([.. _banned.Keys])));
        _app.MapGet("/internal/catalogue/{eventId:guid}", (Guid eventId) =>
        {
            _questions.AddOrUpdate(eventId, 1, (_, count) => count + 1);
            return _catalogues.TryGetValue(eventId, out var catalogue)
                ? Results.Json(catalogue, ContractsJson.Default.SeatCatalogue)
                : Results.NotFound();
        });
        await _app.StartAsync();
    }

    public void Publish(SeatCatalogue catalogue) => _catalogues[catalogue.EventId] = catalogue;

    public void Ban(Guid userId) => _banned[userId] = true;

    public int QuestionsAbout(Guid eventId) => _questions.GetValueOrDefault(eventId);

    public string TokenFor(Guid userId, TimeSpan? life = null, string? issuer = null, string role = "USER")
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = TokenAuthentication.Audience,
            NotBefore = now.AddHours(-1),
            Expires = now + (life ?? TimeSpan.FromMinutes(10)),
            Claims = new Dictionary<string, object> { ["sub"] = userId.ToString(), ["role"] = role },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = "test" }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _key.Dispose();
    }

    private object PublicKey()
    {
        var point = _key.ExportParameters(false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            kid = "test",
            use = "sig",
            alg = "ES256",
            x = Base64UrlEncoder.Encode(point.X),
            y = Base64UrlEncoder.Encode(point.Y),
        };
    }
}
