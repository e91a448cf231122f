using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using System.Text.Json;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>
/// A service's outbox table. Change data capture makes a message of a row written in the transaction of a change: state and message are
/// both there or neither. Columns: id uuid, aggregate_type text, aggregate_id text, type text, payload jsonb, traceparent text,
/// occurred_at timestamptz.
/// </summary>
/// <param name="Table">Its name, e.g. <c>tbl_event_outbox</c>; never from user input.</param>
public sealed record Outbox(string Table)
{
    /// <summary>The most rows that one transaction deletes: a long one would keep the log from being read to its end.</summary>
    public const int PrunedAtOnce = 10_000;

    /// <summary>Writes one row.</summary>
    /// <param name="transaction">The transaction of the change.</param>
    /// <param name="aggregateType">What the message is about, e.g. <c>event</c>.</param>
    /// <param name="aggregateId">Its id: the message key, so that messages about one thing stay in order.</param>
    /// <param name="type">Why it was written.</param>
    /// <param name="payload">The message.</param>
    /// <param name="json">How to write it.</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    /// <exception cref="NpgsqlException">When the insert fails; the transaction can no longer be used.</exception>
    public Task AppendAsync<T>(
        NpgsqlTransaction transaction,
        string aggregateType,
        string aggregateId,
        string type,
        T payload,
        JsonTypeInfo<T> json,
        CancellationToken cancellationToken) =>
        transaction.Command(
            $"""
            INSERT INTO {Table} (id, aggregate_type, aggregate_id, type, payload, traceparent, occurred_at)
            VALUES ($1, $2, $3, $4, $5::jsonb, $6, clock_timestamp())
            """,
            Guid.CreateVersion7(),
            aggregateType,
            aggregateId,
            type,
            JsonSerializer.Serialize(payload, json),
            Activity.Current?.Id).RunAsync(cancellationToken);

    /// <summary>Writes many rows about things of one kind, in one statement.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="aggregateType">What the messages are about.</param>
    /// <param name="type">Why they are written.</param>
    /// <param name="messages">Each message with the id of what it is about.</param>
    /// <param name="json">How to write them.</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    /// <exception cref="NpgsqlException">When the insert fails; the transaction can no longer be used.</exception>
    public Task AppendAsync<T>(
        NpgsqlTransaction transaction,
        string aggregateType,
        string type,
        IReadOnlyCollection<(string AggregateId, T Payload)> messages,
        JsonTypeInfo<T> json,
        CancellationToken cancellationToken) =>
        transaction.Command(
            $"""
            INSERT INTO {Table} (id, aggregate_type, aggregate_id, type, payload, traceparent, occurred_at)
            SELECT id, $1, aggregate_id, $2, payload::jsonb, $3, clock_timestamp()
            FROM unnest($4::uuid[], $5::text[], $6::text[]) AS message (id, aggregate_id, payload)
            """,
            aggregateType,
            type,
            Activity.Current?.Id,
            messages.Select(_ => Guid.CreateVersion7()).ToArray(),
            messages.Select(message => message.AggregateId).ToArray(),
            messages.Select(message => JsonSerializer.Serialize(message.Payload, json)).ToArray()).RunAsync(cancellationToken);

    /// <summary>
    /// Deletes rows older than <paramref name="age"/>, oldest first, in transactions of at most <see cref="PrunedAtOnce"/> rows. Change data
    /// capture has read them from the log long before.
    /// </summary>
    /// <returns>Number of deleted rows.</returns>
    public async Task<int> PruneAsync(NpgsqlDataSource database, TimeSpan age, CancellationToken cancellationToken)
    {
        var all = 0;
        int deleted;
        do
        {
            deleted = await database.Command(
                $"""
                DELETE FROM {Table}
                WHERE id = ANY (ARRAY(SELECT id FROM {Table} WHERE occurred_at < now() - $1 ORDER BY occurred_at LIMIT $2))
                """,
                age,
                PrunedAtOnce).RunAsync(cancellationToken);
            all += deleted;
        }
        while (deleted == PrunedAtOnce);
        return all;
    }
}
