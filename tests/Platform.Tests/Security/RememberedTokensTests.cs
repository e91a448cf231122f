using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Security;

/// <summary>A token is checked once, and refused all the same from the moment on which it is no longer good.</summary>
public sealed class RememberedTokensTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly RememberedTokens _tokens;
    private OpenIdConnectConfiguration _published = Publish(TestTokens.Key);

    public RememberedTokensTests() => _tokens = new RememberedTokens(_clock) { MapInboundClaims = false };

    [Fact]
    public async Task The_second_time_nothing_is_checked_but_what_can_change()
    {
        var token = TestTokens.Issue();

        var (first, second) = (await ValidateAsync(token), await ValidateAsync(token));

        Assert.True(first.IsValid);
        Assert.Same(first, second);
    }

    [Fact]
    public async Task A_token_that_has_expired_meanwhile_is_not_taken_from_memory()
    {
        var token = TestTokens.Issue();
        var first = await ValidateAsync(token);

        _clock.Advance(TimeSpan.FromMinutes(11));

        Assert.NotSame(first, await ValidateAsync(token));
    }

    [Fact]
    public async Task A_token_of_a_key_that_was_withdrawn_is_refused()
    {
        var token = TestTokens.Issue();
        Assert.True((await ValidateAsync(token)).IsValid);

        _published = Publish(TestTokens.NewKey("the-next-key"));

        Assert.IsAssignableFrom<SecurityTokenSignatureKeyNotFoundException>((await ValidateAsync(token)).Exception);
    }

    [Fact]
    public async Task A_bad_token_is_not_remembered_and_no_memory_of_a_good_one_helps_it()
    {
        var token = TestTokens.Issue();
        Assert.True((await ValidateAsync(token)).IsValid);

        var forged = token[..^10] + new string('A', 10);

        Assert.False((await ValidateAsync(forged)).IsValid);
        Assert.False((await ValidateAsync(forged)).IsValid);
    }

    public void Dispose() => _tokens.Dispose();

    private static OpenIdConnectConfiguration Publish(SecurityKey key) => new() { SigningKeys = { key } };

    private Task<TokenValidationResult> ValidateAsync(string token) => _tokens.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = TestTokens.Issuer, ValidAudience = TokenAuthentication.Audience, ClockSkew = TimeSpan.Zero,
        ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(_published),
    });
}
