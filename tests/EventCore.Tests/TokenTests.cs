using System.Net;
using Microsoft.IdentityModel.Tokens;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class TokenTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task A_token_is_valid_by_the_discovery_document_alone()
    {
        var user = await app.Http.RegisterAsync();

        var result = await Tokens.ValidateAsync(app.Http, user.AccessToken);

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(user.Id.ToString(), result.Claims["sub"]);
        Assert.Equal(user.Username, result.Claims["preferred_username"]);
        Assert.Equal("USER", result.Claims["role"]);
        Assert.NotEqual("", result.Claims["jti"]);
        var token = Tokens.Read(user.AccessToken);
        Assert.Equal("ES256", token.Alg);
        Assert.Equal(TimeSpan.FromMinutes(10), token.ValidTo - token.IssuedAt);
    }

    [Fact]
    public async Task A_token_with_another_role_written_into_it_is_refused_here_and_elsewhere()
    {
        var user = await app.Http.RegisterAsync();
        var parts = user.AccessToken.Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("\"USER\"", "\"ADMIN\"", StringComparison.Ordinal);
        var forged = user with { AccessToken = $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}" };

        using var answer = await app.Http.SendAsync(HttpMethod.Get, "/api/v1/event/events", forged);

        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.False((await Tokens.ValidateAsync(app.Http, forged.AccessToken)).IsValid);
    }

    [Theory]
    [InlineData("http://elsewhere.test", "ticket-booking", 60)]
    [InlineData(EventCoreApp.Issuer, "another-system", 60)]
    [InlineData(EventCoreApp.Issuer, "ticket-booking", -60)]
    [InlineData(EventCoreApp.Issuer, "ticket-booking", 60)]
    public async Task A_token_that_was_not_issued_here_is_refused(string issuer, string audience, int secondsToLive)
    {
        var kid = Tokens.Read((await app.Http.RegisterAsync()).AccessToken).Kid;
        var token = TestTokens.Issue(role: "ADMIN", change: token =>
        {
            (token.Issuer, token.Audience) = (issuer, audience);
            token.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(secondsToLive);
            token.SigningCredentials = TestTokens.SignedBy(TestTokens.NewKey(kid));
        });

        using var answer = await app.Http.SendAsync(
            HttpMethod.Get, "/api/v1/event/events", new TestUser(Guid.Empty, "", token, ""));

        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Only_public_parts_of_keys_are_published()
    {
        using var answer = await app.Http.GetAsync(new Uri("/.well-known/jwks.json", UriKind.Relative));

        var keys = (await answer.ReadAsync(HttpStatusCode.OK)).GetProperty("keys");
        var members = keys.EnumerateArray().Single().EnumerateObject().Select(member => member.Name);
        Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], members.Order());
    }

    [Theory]
    [InlineData("POST", "/api/v1/venue/create")]
    [InlineData("GET", "/api/v1/venue/venues")]
    [InlineData("GET", "/api/v1/venue/018f0000-0000-7000-8000-000000000000")]
    [InlineData("POST", "/api/v1/event/create")]
    [InlineData("GET", "/api/v1/event/events")]
    [InlineData("GET", "/api/v1/event/generated/018f0000-0000-7000-8000-000000000000")]
    [InlineData("PATCH", "/api/v1/event/018f0000-0000-7000-8000-000000000000")]
    public async Task What_is_not_open_needs_a_token(string method, string path)
    {
        using var answer = await app.Http.SendAsync(new HttpMethod(method), path, body: method == "GET" ? null : "{}");

        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }
}
