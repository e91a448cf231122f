using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TicketBooking.Platform;

/// <summary>
/// Fetches the keys whether or not requests come. The library alone fetches them only when a request finds them old, and validates that
/// request with the old ones. After a quiet time it would refuse the first token of a new key.
/// </summary>
internal sealed partial class KeyPolling(
    IOptionsMonitor<JwtBearerOptions> jwt, IOptions<TokenOptions> options, TimeProvider clock, ILogger<KeyPolling> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var keys = jwt.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!;
        using var timer = new PeriodicTimer(options.Value.KeyPollInterval, clock);
        var began = clock.GetTimestamp();
        do
        {
            try
            {
                keys.RequestRefresh();
                await keys.GetConfigurationAsync(stoppingToken);
            }
            catch (InvalidOperationException exception)
            {
                // How the library says that it has never been able to fetch them; afterwards it keeps the last ones.
                if (clock.GetElapsedTime(began) < TokenOptions.StartTime)
                {
                    LogNoKeysYet(exception.Message);
                }
                else
                {
                    LogNoKeys(exception);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(113, LogLevel.Information, "The keys to validate access tokens cannot be fetched yet: {Reason}")]
    private partial void LogNoKeysYet(string reason);

    [LoggerMessage(111, LogLevel.Warning, "There are no keys to validate access tokens with yet; trying again.")]
    private partial void LogNoKeys(Exception exception);
}
