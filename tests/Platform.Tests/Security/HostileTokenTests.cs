using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Security;

/// <summary>What a service answers to tokens that it must not believe.</summary>
public sealed class HostileTokenTests : IAsyncLifetime
{
    private readonly Guid _user = Guid.CreateVersion7();
    private FakeIssuer _issuer = null!;
    private TestService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await FakeIssuer.StartAsync();
        _service = await _issuer.TrustedByAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_the_issuer_is_believed()
    {
        using var answer = await AskAsync(TestTokens.Issue(_user));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"\"{_user}\"", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_token_is_believed_as_often_as_it_comes()
    {
        var token = TestTokens.Issue(_user);
        for (var request = 0; request < 3; request++)
        {
            using var answer = await AskAsync(token);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public Task An_expired_token_is_refused() =>
        IsRefusedAsync(TestTokens.Issue(_user, change: token => token.Expires -= TimeSpan.FromSeconds(610)));

    [Fact]
    public Task A_token_that_is_not_valid_yet_is_refused() =>
        IsRefusedAsync(TestTokens.Issue(_user, change: token => token.NotBefore += TimeSpan.FromMinutes(61)));

    [Fact]
    public Task A_token_for_another_audience_is_refused() =>
        IsRefusedAsync(TestTokens.Issue(_user, change: token => token.Audience = "another-system"));

    [Fact]
    public Task A_token_of_another_issuer_is_refused() =>
        IsRefusedAsync(TestTokens.Issue(_user, change: token => token.Issuer = "http://elsewhere.test"));

    [Theory]
    [InlineData("the-key")]
    [InlineData("unknown")]
    [InlineData(null)]
    public async Task A_token_signed_with_an_unpublished_key_is_refused_under_any_key_id(string? kid)
    {
        var other = TestTokens.NewKey(kid!);

        await IsRefusedAsync(TestTokens.Issue(_user, change: token => token.SigningCredentials = TestTokens.SignedBy(other)));
    }

    [Fact]
    public Task A_token_without_a_signature_is_refused() =>
        IsRefusedAsync(TestTokens.Issue(_user, change: token => token.SigningCredentials = null));

    [Fact]
    public async Task A_token_that_says_it_needs_no_signature_is_refused()
    {
        var parts = TestTokens.Issue(_user).Split('.');

        await IsRefusedAsync($"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT","kid":"the-key"}""")}.{parts[1]}.");
        await IsRefusedAsync($"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT","kid":"the-key"}""")}.{parts[1]}.{parts[2]}");
    }

    /// <summary>Uses what any client can fetch. A validator that takes it for the secret of an HMAC would accept any token.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_signed_with_the_public_key_as_a_shared_secret_is_refused(bool asPem)
    {
        var publicKey = TestTokens.Key.ECDsa;
        var bytes = asPem ? Encoding.ASCII.GetBytes(publicKey.ExportSubjectPublicKeyInfoPem()) : publicKey.ExportSubjectPublicKeyInfo();
        var secret = new SymmetricSecurityKey(bytes) { KeyId = TestTokens.Key.KeyId };

        await IsRefusedAsync(TestTokens.Issue(
            _user, change: token => token.SigningCredentials = new SigningCredentials(secret, SecurityAlgorithms.HmacSha256)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("a.b.c")]
    public Task What_is_no_token_is_refused(string token) => IsRefusedAsync(token);

    private async Task IsRefusedAsync(string token)
    {
        using var answer = await AskAsync(token);

        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(Problem.TypePrefix + "unauthorized", problem.GetProperty("type").GetString());
    }

    private Task<HttpResponseMessage> AskAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/mine");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _service.Client.SendAsync(request);
    }
}
