using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;

namespace TicketBooking.OnSale.Machine;

/// <summary>How far Seats is behind Booking, by the tables of both.</summary>
internal sealed class Projection(LaunchedSystem system) : IAsyncDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource _booking = system.Database("booking");
    private readonly NpgsqlDataSource _seats = system.Database("seats");

    /// <summary>Waits until Seats has every change of the event.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="TimeoutException">It has not.</exception>
    public async Task<TimeSpan> DrainAsync(Guid eventId, TimeSpan longest)
    {
        var clock = Stopwatch.StartNew();
        while (await VersionsAsync(_booking, "tbl_seat_claim", eventId) != await VersionsAsync(_seats, "tbl_seat", eventId))
        {
            if (clock.Elapsed > longest)
            {
                throw new TimeoutException($"Seats has not all changes of {eventId} after {longest}.");
            }

            await Task.Delay(Often, CancellationToken.None);
        }

        return clock.Elapsed;
    }

    /// <summary>
    /// From the outbox row of each change to its row in the history of Seats, in seconds. A change that a later one overtook has no row; then the
    /// older of two alike is taken, so that no delay looks shorter than it was.
    /// </summary>
    public async Task<IReadOnlyList<(DateTime At, double Delay)>> DelaysAsync(Guid eventId)
    {
        var told = new Dictionary<string, Queue<(string Status, DateTime At)>>(StringComparer.Ordinal);
        await foreach (var row in RowsAsync(_booking,
            """
            SELECT seat ->> 'seatNumber', seat ->> 'status', occurred_at FROM tbl_booking_outbox, jsonb_array_elements(payload -> 'seats') AS seat
            WHERE payload ->> 'eventId' = $1::text ORDER BY (seat ->> 'version')::bigint
            """, eventId))
        {
            ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(told, row.GetString(0), out _);
            (queue ??= []).Enqueue((row.GetString(1), row.GetDateTime(2)));
        }

        var delays = new List<(DateTime, double)>();
        await foreach (var row in RowsAsync(_seats, "SELECT seat_number, status, changed_at FROM tbl_seat_change WHERE event_id = $1 ORDER BY seq", eventId))
        {
            var changes = told[row.GetString(0)];
            while (changes.TryDequeue(out var change))
            {
                if (change.Status == row.GetString(1))
                {
                    delays.Add((change.At, (row.GetDateTime(2) - change.At).TotalSeconds));
                    break;
                }
            }
        }

        return delays;
    }

    /// <summary>When each booking of the event was confirmed.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTime>> ConfirmedAsync(Guid eventId)
    {
        var confirmed = new Dictionary<Guid, DateTime>();
        await foreach (var row in RowsAsync(_booking,
            """
            SELECT aggregate_id::uuid, min(occurred_at) FROM tbl_booking_outbox
            WHERE payload ->> 'eventId' = $1::text AND payload ->> 'status' = 'CONFIRMED' GROUP BY 1
            """, eventId))
        {
            confirmed[row.GetGuid(0)] = row.GetDateTime(1);
        }

        return confirmed;
    }

    public async ValueTask DisposeAsync()
    {
        await _booking.DisposeAsync();
        await _seats.DisposeAsync();
    }

    private static async Task<long> VersionsAsync(NpgsqlDataSource database, string table, Guid eventId)
    {
        await using var command = database.CreateCommand($"SELECT coalesce(sum(version), 0)::bigint FROM {table} WHERE event_id = $1");
        command.Parameters.Add(new() { Value = eventId });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async IAsyncEnumerable<NpgsqlDataReader> RowsAsync(NpgsqlDataSource database, string sql, Guid eventId)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = eventId });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            yield return reader;
        }
    }
}
