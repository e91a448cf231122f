using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace TicketBooking.Platform;

/// <summary>
/// Validates access tokens (ES256, <c>iss</c>, <c>aud</c>, <c>kid</c>) against the issuer's JWKS, and their users against its list of banned
/// ones, both fetched through the sidecar.
/// </summary>
public static class TokenAuthentication
{
    /// <summary>Audience of every access token.</summary>
    public const string Audience = "ticket-booking";

    /// <summary>Role of administrators.</summary>
    public const string AdminRole = "ADMIN";

    /// <summary>Where the keys are served.</summary>
    public const string JwksPath = "/.well-known/jwks.json";

    /// <summary>
    /// Adds bearer authentication; every endpoint needs a token unless it says <c>AllowAnonymous</c>. A token of a banned user is refused
    /// with 403 <c>user-banned</c> some seconds after the ban (<c>Auth:BanPollInterval</c>, default 3 s).
    /// </summary>
    /// <param name="builder">The service; it does not start without <c>Auth:Issuer</c>, which names the issuer.</param>
    /// <param name="issuerAppId">Dapr app id of the service that serves the keys and the list of banned users.</param>
    public static WebApplicationBuilder AddTokenAuthentication(this WebApplicationBuilder builder, string issuerAppId)
    {
        var issuer = ServiceClients.ClientOf(issuerAppId, builder.Configuration);
        builder.Services.AddSingleton<BanList>();
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<PolledBans>(services, issuer));
        builder.Services.AddSingleton<IHostedService>(services => services.GetRequiredService<PolledBans>());
        return builder.AddTokenValidation<PolledBans>(jwt => jwt.ConfigurationManager = KeysOf(issuer));
    }

    /// <summary>The same for the issuer itself, which has keys and accounts at hand.</summary>
    /// <typeparam name="TBans">Knows the banned users; one instance for all requests.</typeparam>
    /// <param name="builder">The service; it does not start without <c>Auth:Issuer</c>, which names the issuer.</param>
    /// <param name="configure">Sets where keys come from.</param>
    public static WebApplicationBuilder AddTokenValidation<TBans>(this WebApplicationBuilder builder, Action<JwtBearerOptions> configure)
        where TBans : class, IBans
    {
        builder.Services.AddOptions<TokenOptions>().BindConfiguration(TokenOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton<TBans>();
        builder.Services.AddSingleton(services => new RememberedTokens(services.GetRequiredService<TimeProvider>()) { MapInboundClaims = false });
        builder.Services.AddSingleton<IBans>(services => services.GetRequiredService<TBans>());
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAudience = Audience,
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                ClockSkew = TimeSpan.FromSeconds(5),
                NameClaimType = "sub",
                RoleClaimType = "role",
            };
            jwt.Events = new JwtBearerEvents
            {
                OnTokenValidated = BannedTokens.RefuseAsync, OnChallenge = BannedTokens.AnswerAsync, OnForbidden = RefusedUsers.LogForbiddenAsync,
            };
            configure(jwt);
        });
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<TokenOptions>, RememberedTokens>((jwt, token, remembered) =>
            {
                jwt.TokenValidationParameters.ValidIssuer = token.Value.Issuer;
                jwt.TokenHandlers.Clear();
                jwt.TokenHandlers.Add(remembered);
            });
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder.Services.AddHostedService<KeyPolling>();
        return builder;
    }

    private static ConfigurationManager<OpenIdConnectConfiguration> KeysOf(HttpClient issuer) =>
        new(JwksPath, new JwksRetriever(), new SidecarDocuments(issuer))
    {
        // KeyPolling asks; an unknown kid triggers one more fetch, at most this often.
        RefreshInterval = TimeSpan.FromSeconds(1),
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

    private sealed class SidecarDocuments(HttpClient issuer) : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) => issuer.GetStringAsync(address, cancel);
    }
}
