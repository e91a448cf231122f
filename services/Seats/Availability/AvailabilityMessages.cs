using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Availability;

/// <summary>
/// Tells how many seats of an event are available, after they have changed: at most once a second, and the last state within two. All
/// instances look, and each takes what no other has. What it takes and the messages are one transaction.
/// </summary>
internal sealed partial class AvailabilityMessages(
    NpgsqlDataSource database, Outbox outbox, TimeProvider clock, ILogger<AvailabilityMessages> logger) : BackgroundService
{
    private const int AtOnce = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(0.5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        var isFailing = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await TellAsync(stoppingToken) == AtOnce)
                {
                    // There may be more.
                }

                isFailing = false;
            }
            catch (NpgsqlException exception)
            {
                if (!isFailing)
                {
                    LogFailed(exception);
                }

                isFailing = true;
            }
        }
    }

    /// <returns>How many events were told of.</returns>
    private async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var messages = await AvailabilityTable.TakeDueAsync(transaction, Pause, AtOnce, cancellationToken);
        foreach (var message in messages)
        {
            await outbox.AppendAsync(
                transaction,
                "event",
                message.EventId.ToString(),
                MessageTypes.SeatsAvailability,
                message,
                ContractsJson.Default.SeatsAvailabilityMessage,
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return messages.Count;
    }

    [LoggerMessage(2007, LogLevel.Warning, "The availability of seats could not be told; trying again.")]
    private partial void LogFailed(Exception exception);
}
