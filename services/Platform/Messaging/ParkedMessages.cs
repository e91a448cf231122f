using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketBooking.Platform;

/// <summary>
/// Keeps messages that could not be applied in the service's own table, so that they hold up no other. docs/messages.md has the rules.
/// </summary>
/// <param name="database">The service's database.</param>
/// <param name="logger">Logs what was parked.</param>
public sealed partial class ParkedMessages(NpgsqlDataSource database, ILogger<ParkedMessages> logger)
{
    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Makes the messages that wait for this due at once. They are tried when <see cref="Wake"/> is called after the commit.</summary>
    /// <param name="transaction">The transaction that makes it.</param>
    /// <param name="waitsFor">As given to <see cref="ChangeEvent.Postpone"/>.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    public static Task ReleaseAsync(NpgsqlTransaction transaction, string waitsFor, CancellationToken cancellationToken) =>
        ParkedMessageTable.ReleaseAsync(transaction, waitsFor, cancellationToken);

    /// <summary>Tries the messages that are due now. Other instances find out within a second.</summary>
    public void Wake() => _wakeUps.Writer.TryWrite(true);

    internal async Task ParkAsync(IReadOnlyList<NewParkedMessage> messages, CancellationToken cancellationToken)
    {
        await ParkedMessageTable.InsertAsync(database, messages, cancellationToken);
        foreach (var topic in messages.GroupBy(message => (message.Topic, message.IsDead)))
        {
            if (topic.Key.IsDead)
            {
                Report(topic.Key.Topic, topic.Count(), topic.First().Error);
            }
            else
            {
                MessagingMetrics.Parked(topic.Key.Topic, topic.Count());
                LogParked(topic.Count(), topic.Key.Topic, topic.First().Error);
            }
        }

        Wake();
    }

    /// <summary>Makes parked messages dead: only an operator tries them again.</summary>
    internal async Task LeaveToOperatorAsync(string topic, IReadOnlyList<(long Id, string Error)> messages, CancellationToken cancellationToken)
    {
        foreach (var (id, error) in messages)
        {
            await ParkedMessageTable.GiveUpAsync(database, id, error, cancellationToken);
        }

        if (messages.Count > 0)
        {
            Report(topic, messages.Count, messages[0].Error);
        }
    }

    /// <summary>Returns at the next wake-up, or after the time.</summary>
    internal async Task SleepAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(longest);
        try
        {
            await _wakeUps.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    /// <summary>The same in each delivery: a message without a row's id is known by its bytes.</summary>
    internal static string IdOf(Guid? rowId, byte[] body) => rowId?.ToString() ?? Convert.ToHexStringLower(SHA256.HashData(body));

    private void Report(string topic, int dead, string reason)
    {
        MessagingMetrics.Dead(topic, dead);
        LogDead(dead, topic, reason);
    }

    [LoggerMessage(121, LogLevel.Warning, "Parked {Count} messages of {Topic}: {Reason}")]
    private partial void LogParked(int count, string topic, string reason);

    [LoggerMessage(122, LogLevel.Error, "{Count} dead messages of {Topic} wait for an operator: {Reason}")]
    private partial void LogDead(int count, string topic, string reason);
}
