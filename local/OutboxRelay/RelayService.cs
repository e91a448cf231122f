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
        Task.WhenAll(options.Value.Outboxes.Select(outbox => KeepRunning(Outbox.From(outbox), stoppingToken)));

    private async Task KeepRunning(Outbox outbox, CancellationToken cancel)
    {
        var stream = new OutboxStream(outbox, options.Value, sidecar, clock, logger);
        for (var failures = 1; !cancel.IsCancellationRequested; failures++)
        {
            try
            {
                await stream.Run(() => failures = 0, cancel);
            }
            catch (Exception failure) when (IsOutage(failure))
            {
                LogOutage(outbox.Table, outbox.Database, failure.Message);
            }

            await Task.Delay(options.Value.PauseAfter(Math.Max(failures, 1)), clock, cancel);
        }
    }

    private static bool IsOutage(Exception failure) => failure is NpgsqlException or IOException or SocketException or TimeoutException;

    [LoggerMessage(6101, LogLevel.Warning, "Waiting for outbox {Table} of database {Database}: {Reason}")]
    private partial void LogOutage(string table, string database, string reason);
}
