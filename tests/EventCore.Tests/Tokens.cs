using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace TicketBooking.EventCore.Tests;

internal static class Tokens
{
    public static JsonWebToken Read(string token) => new JsonWebTokenHandler().ReadJsonWebToken(token);

    /// <summary>As any standard resource server does it, knowing nothing but the issuer's address.</summary>
    public static async Task<TokenValidationResult> ValidateAsync(HttpClient http, string token)
    {
        var discovery = new ConfigurationManager<OpenIdConnectConfiguration>(
            EventCoreApp.Issuer + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(http) { RequireHttps = false });
        var configuration = await discovery.GetConfigurationAsync(CancellationToken.None);
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            IssuerSigningKeys = configuration.SigningKeys,
            ValidAlgorithms = configuration.IdTokenSigningAlgValuesSupported,
            ValidAudience = "ticket-booking",
            ClockSkew = TimeSpan.Zero,
        });
    }
}
