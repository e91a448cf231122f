using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Identity;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Security;

/// <summary>Adds the issuer: makes tokens, and validates them with keys of the own database.</summary>
internal static class TokenIssuing
{
    public static void AddTokenIssuing(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<AdminOptions>().BindConfiguration(AdminOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<KeyEncryption>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<AccessTokens>();
        builder.AddPasswords();
        builder.Services.AddSingleton<AdminAccount>();
        builder.Services.AddHostedService<IssuerStart>();
        builder.Services.AddHostedService<KeyRotation>();
        builder.AddLoginThrottle();
        builder.AddTokenValidation<OwnBans>(static _ => { });
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<KeyRing>((jwt, keys) => jwt.ConfigurationManager = new OwnKeys(keys).Manager());
    }

    /// <summary>Fewer iterations than the default are for tests: outside Development they stop the start.</summary>
    private static void AddPasswords(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PasswordHasherOptions>()
            .Configure(hasher => hasher.IterationCount = Passwords.Iterations)
            .BindConfiguration("Passwords")
            .Validate(
                hasher => hasher.IterationCount >= Passwords.Iterations || (builder.Environment.IsDevelopment() && hasher.IterationCount > 0),
                $"Passwords:IterationCount must be at least {Passwords.Iterations}.")
            .ValidateOnStart();
        builder.Services.AddSingleton<Passwords>();
        builder.Services.AddSingleton<SignInLog>();
        builder.Services.AddOptions<HashingOptions>().BindConfiguration(HashingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<HashingQueue>();
    }
}
