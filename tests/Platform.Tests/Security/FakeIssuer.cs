using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace TicketBooking.Platform.Tests.Security;

/// <summary>The issuer as services see it: keys and bans at the sidecar's invocation address, over HTTP.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    public const string Issuer = "http://issuer.test";
    private const string AppId = "issuer";
    private const string Invoke = $"/v1.0/invoke/{AppId}/method";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SemaphoreSlim _asked = new(0);
    private WebApplication _app = null!;

    /// <summary>Answers to the question who is banned; null means that nobody answers.</summary>
    public Guid[]? Banned { get; set; } = [];

    public static async Task<FakeIssuer> StartAsync()
    {
        var issuer = new FakeIssuer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        issuer._app = builder.Build();
        issuer._app.MapGet(Invoke + TokenAuthentication.JwksPath, () => Results.Json(new { keys = new[] { issuer.PublicKey() } }));
        issuer._app.MapGet(Invoke + BannedUsers.Path, issuer.AnswerBanned);
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>A service that trusts it, with one endpoint that needs a token and one that does not.</summary>
    public Task<TestService> TrustedByAsync() => TestService.StartAsync(
        builder => builder.AddTokenAuthentication(AppId),
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/mine", (ClaimsPrincipal caller) => caller.UserId());
            app.MapGet("/open", () => "open").AllowAnonymous();
        },
        ("Auth:Issuer", Issuer),
        ("Auth:BanPollInterval", "00:00:00.05"),
        ("DAPR_HTTP_ENDPOINT", _app.Urls.Single()));

    /// <summary>Waits until the service has acted upon whatever is answered now: when it asks a third time, it is done with the second.</summary>
    public async Task WaitUntilHeardAsync()
    {
        while (await _asked.WaitAsync(TimeSpan.Zero))
        {
        }

        for (var question = 0; question < 3; question++)
        {
            Assert.True(await _asked.WaitAsync(TimeSpan.FromMinutes(1)), "Nobody asks who is banned.");
        }
    }

    public string TokenFor(Guid userId, Action<SecurityTokenDescriptor>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = TokenAuthentication.Audience,
            NotBefore = now.AddHours(-1),
            Expires = now.AddMinutes(10),
            Claims = new Dictionary<string, object> { ["sub"] = userId.ToString(), ["role"] = "USER" },
            SigningCredentials = Credentials(_key),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    public static SigningCredentials Credentials(ECDsa key, string kid = "test") =>
        new(new ECDsaSecurityKey(key) { KeyId = kid }, SecurityAlgorithms.EcdsaSha256);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _asked.Dispose();
    }

    private IResult AnswerBanned()
    {
        _asked.Release();
        return Banned is { } banned ? Results.Json(new { users = banned }) : Results.StatusCode(500);
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
