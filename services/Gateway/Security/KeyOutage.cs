using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Security;

/// <summary>
/// Answers 503 (try again), not 401 (log in again), to a token whose key is unknown because no keys could be fetched yet.
/// </summary>
internal static class KeyOutage
{
    private static readonly object Mark = new();

    public static void AnswerKeyOutages(this IServiceCollection services) =>
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, jwt =>
        {
            jwt.Events ??= new JwtBearerEvents();
            var (failed, challenge) = (jwt.Events.OnAuthenticationFailed, jwt.Events.OnChallenge);
            jwt.Events.OnAuthenticationFailed = async context =>
            {
                await failed(context);
                if (context.Exception is SecurityTokenSignatureKeyNotFoundException && !await AreKeysKnownAsync(context))
                {
                    context.HttpContext.Items[Mark] = true;
                }
            };
            jwt.Events.OnChallenge = async context =>
            {
                await challenge(context);
                if (!context.Handled && context.HttpContext.Items.ContainsKey(Mark))
                {
                    context.HandleResponse();
                    await Unavailable().ExecuteAsync(context.HttpContext);
                }
            };
        });

    private static async Task<bool> AreKeysKnownAsync(AuthenticationFailedContext context)
    {
        try
        {
            return await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted) is not null;
        }
        catch (InvalidOperationException)
        {
            // How the configuration manager says that it has never been able to fetch them; it logs why.
            return false;
        }
    }

    private static Retryable Unavailable() => new(Problem.Of(
        StatusCodes.Status503ServiceUnavailable, "unavailable", "Access tokens cannot be checked now; try again."));
}
