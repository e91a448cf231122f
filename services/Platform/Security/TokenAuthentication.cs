using Dapr;
using Dapr.Client;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace TicketBooking.Platform;

/// <summary>Validates access tokens (ES256, <c>iss</c>, <c>aud</c>, <c>kid</c>) against the issuer's JWKS, fetched through the sidecar.</summary>
public static class TokenAuthentication
{
    /// <summary>Audience of every access token.</summary>
    public const string Audience = "ticket-booking";

    /// <summary>Role of administrators.</summary>
    public const string AdminRole = "ADMIN";

    /// <summary>Where the keys are served.</summary>
    public const string JwksPath = "/.well-known/jwks.json";

    /// <summary>Adds bearer authentication; every endpoint needs a token unless it says <c>AllowAnonymous</c>.</summary>
    /// <param name="builder">The service; <c>Auth:Issuer</c> names the issuer.</param>
    /// <param name="keysAppId">Dapr app id of the service that serves the keys.</param>
    /// <exception cref="InvalidOperationException">When <c>Auth:Issuer</c> is not set.</exception>
    public static WebApplicationBuilder AddTokenAuthentication(this WebApplicationBuilder builder, string keysAppId)
    {
        builder.AddTokenValidation(jwt => jwt.ConfigurationManager = KeysOf(keysAppId, builder.Configuration));
        return builder;
    }

    /// <summary>The same for the issuer itself, which has the keys at hand.</summary>
    /// <param name="builder">The service; <c>Auth:Issuer</c> names the issuer.</param>
    /// <param name="configure">Sets where keys come from.</param>
    /// <exception cref="InvalidOperationException">When <c>Auth:Issuer</c> is not set.</exception>
    public static WebApplicationBuilder AddTokenValidation(this WebApplicationBuilder builder, Action<JwtBearerOptions> configure)
    {
        var issuer = builder.Configuration["Auth:Issuer"] ?? throw new InvalidOperationException("Auth:Issuer is not set.");
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = issuer,
                ValidAudience = Audience,
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                ClockSkew = TimeSpan.FromSeconds(5),
                NameClaimType = "sub",
                RoleClaimType = "role",
            };
            configure(jwt);
        });
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return builder;
    }

    private static ConfigurationManager<OpenIdConnectConfiguration> KeysOf(string appId, ConfigurationManager configuration) => new(
        JwksPath,
        new JwksRetriever(),
        new SidecarDocuments(DaprClient.CreateInvokeHttpClient(
            appId, DaprDefaults.GetDefaultHttpEndpoint(configuration), DaprDefaults.GetDefaultDaprApiToken(configuration))))
    {
        // An unknown kid triggers a fetch, at most this often; otherwise keys are refreshed now and then.
        RefreshInterval = TimeSpan.FromSeconds(5),
        AutomaticRefreshInterval = TimeSpan.FromMinutes(5),
    };

    private sealed class JwksRetriever : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(
            string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var keys = new JsonWebKeySet(await retriever.GetDocumentAsync(address, cancel));
            var configuration = new OpenIdConnectConfiguration { JsonWebKeySet = keys };
            foreach (var key in keys.GetSigningKeys())
            {
                configuration.SigningKeys.Add(key);
            }

            return configuration;
        }
    }

    private sealed class SidecarDocuments(HttpClient eventCore) : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) => eventCore.GetStringAsync(address, cancel);
    }
}
