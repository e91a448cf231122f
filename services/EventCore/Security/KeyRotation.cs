using Microsoft.Extensions.Options;
using Npgsql;

namespace TicketBooking.EventCore.Security;

/// <summary>Publishes the next signing key when it is due and deletes old ones. Any number of instances may run it.</summary>
internal sealed partial class KeyRotation(KeyRing keys, IOptions<AuthOptions> options, TimeProvider clock, ILogger<KeyRotation> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.KeyCheckInterval, clock);
        do
        {
            try
            {
                var (added, ended) = await keys.RotateAsync(force: false, stoppingToken);
                if (added || ended > 0)
                {
                    LogRotated(added, options.Value.KeyLead, ended);
                }
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1040, LogLevel.Information, "Signing keys: published a new one = {Added}, which signs after {Lead}; deleted {Ended} old.")]
    private partial void LogRotated(bool added, TimeSpan lead, int ended);

    [LoggerMessage(1041, LogLevel.Warning, "Could not look whether a new signing key is due; trying again.")]
    private partial void LogFailed(Exception exception);
}
