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

    /// <summary>Deletes rows older than <paramref name="age"/>; change data capture has read them from the log long before.</summary>
    /// <returns>Number of deleted rows.</returns>
    public Task<int> PruneAsync(NpgsqlDataSource database, TimeSpan age, CancellationToken cancellationToken) =>
        database.Command($"DELETE FROM {Table} WHERE occurred_at < now() - $1", age).RunAsync(cancellationToken);
}
