using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.OutboxRelay.Publishing;
using TicketBooking.OutboxRelay.Wal;

namespace TicketBooking.OutboxRelay;

/// <summary>Keeps one stream running for each outbox, each on its own: a database that is down delays only its own messages.</summary>
internal sealed partial class RelayService(
    IOptions<RelayOptions> options, SidecarClient sidecar, TimeProvider clock, ILogger<RelayService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(options.Value.Outboxes.Select(outbox => KeepRunningAsync(Outbox.From(outbox), stoppingToken)));

    private async Task KeepRunningAsync(Outbox outbox, CancellationToken cancellationToken)
    {
        var stream = new OutboxStream(outbox, options.Value, sidecar, clock, logger);
        for (var failures = 1; !cancellationToken.IsCancellationRequested; failures++)
        {
            try
            {
                await stream.RunAsync(() => failures = 0, cancellationToken);
            }
            catch (Exception failure) when (IsOutage(failure))
            {
                LogOutage(outbox.Table, outbox.Database, failure.Message);
            }

            await Task.Delay(options.Value.PauseAfter(Math.Max(failures, 1)), clock, cancellationToken);
        }
    }

    private static bool IsOutage(Exception failure) => failure is NpgsqlException or IOException or SocketException or TimeoutException;

    [LoggerMessage(6101, LogLevel.Warning, "Waiting for outbox {Table} of database {Database}: {Reason}")]
    private partial void LogOutage(string table, string database, string reason);
}
