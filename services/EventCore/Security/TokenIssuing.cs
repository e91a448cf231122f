using Microsoft.AspNetCore.Authentication.JwtBearer;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Security;

/// <summary>This service is the issuer: it makes tokens and validates them with the keys it has at hand.</summary>
internal static class TokenIssuing
{
    public static void AddTokenIssuing(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<AdminOptions>().BindConfiguration(AdminOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SigningKeyTable>();
        builder.Services.AddSingleton<KeyEncryption>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddSingleton<Passwords>();
        builder.Services.AddSingleton<AdminAccount>();
        builder.Services.AddHostedService<IssuerStart>();
        builder.Services.AddHostedService<KeyRotation>();
        builder.AddLoginThrottle();
        builder.AddTokenValidation<OwnBans>(static _ => { });
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<KeyRing>((jwt, keys) => jwt.ConfigurationManager = new OwnKeys(keys).Manager());
    }
}
