using System.Security.Claims;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Security;

/// <summary>The issuer as services see it: keys and bans at the sidecar's invocation address, over HTTP.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    private const string AppId = "issuer";
    private const string Invoke = $"/v1.0/invoke/{AppId}/method";

    private readonly SemaphoreSlim _asked = new(0);
    private LocalServer _server = null!;

    /// <summary>Answers to the question who is banned; null: the question fails.</summary>
    public Guid[]? Banned { get; set; } = [];

    public static async Task<FakeIssuer> StartAsync()
    {
        var issuer = new FakeIssuer();
        issuer._server = await LocalServer.StartAsync(app =>
        {
            app.MapGet(Invoke + TokenAuthentication.JwksPath, () => Results.Text(TestTokens.KeySet, "application/json"));
            app.MapGet(Invoke + BannedUsers.Path, issuer.AnswerBanned);
        });
        return issuer;
    }

    /// <summary>A service that trusts it, with endpoints that need nothing, a token, and the role.</summary>
    public Task<TestService> TrustedByAsync(Action<WebApplicationBuilder>? add = null) => TestService.StartAsync(
        builder =>
        {
            builder.AddTokenAuthentication(AppId);
            add?.Invoke(builder);
        },
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/mine", (ClaimsPrincipal caller) => caller.UserId());
            app.MapGet("/administration", () => "all").RequireAuthorization(policy => policy.RequireRole(TokenAuthentication.AdminRole));
            app.MapGet("/open", () => "open").AllowAnonymous();
        },
        ("Auth:Issuer", TestTokens.Issuer),
        ("Auth:BanPollInterval", "00:00:00.05"),
        ("DAPR_HTTP_ENDPOINT", _server.Url));

    /// <summary>Waits until the service has acted upon whatever is answered now: when it asks a third time, it is done with the second.</summary>
    public async Task WaitUntilHeardAsync()
    {
        while (await _asked.WaitAsync(TimeSpan.Zero))
        {
        }

        for (var question = 0; question < 3; question++)
        {
            Assert.True(await _asked.WaitAsync(TimeSpan.FromMinutes(1)), "The service does not ask who is banned.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _asked.Dispose();
    }

    private IResult AnswerBanned()
    {
        _asked.Release();
        return Banned is { } banned ? Results.Json(new { users = banned }) : Results.StatusCode(500);
    }
}
