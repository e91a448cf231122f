using System.Text.Json;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Postgres;
using TicketBooking.Seats.Tests.Projection;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Redelivery;

/// <summary>An event of which each seat but one has one claim, told by one message each.</summary>
internal sealed class HeldSeats
{
    public const int Count = 60;

    private readonly NpgsqlDataSource _database;
    private readonly Guid _eventId;

    private HeldSeats(NpgsqlDataSource database, Guid eventId)
    {
        (_database, _eventId) = (database, eventId);
        Messages = [.. Enumerable.Range(1, Count).Select(number => JsonSerializer.Serialize(
            Sample.Booking(eventId, new SeatChange(SeatId.Of(eventId, "Stalls", "A", number), $"A{number}", StatusOf(number), VersionOf(number))),
            ContractsJson.Default.BookingMessage))];
    }

    /// <summary>The payloads of Booking's messages.</summary>
    public IReadOnlyList<string> Messages { get; }

    public static async Task<HeldSeats> CreateAsync(NpgsqlDataSource database) =>
        new(database, await SeatsDatabase.FillAsync(database, Sample.Event(Sample.Section("Stalls", 1, Count + 1))));

    /// <summary>Each seat is as it was claimed; each change was told once, in numbers without a gap, and counted once; no message is left.</summary>
    public async Task AreShownOnceAsync()
    {
        Assert.Equal(
            Enumerable.Range(1, Count).Select(number => $"A{number} {StatusOf(number)} {VersionOf(number)}").Append($"A{Count + 1} AVAILABLE 0"),
            await RowsAsync("SELECT seat_number || ' ' || status || ' ' || version FROM tbl_seat WHERE event_id = $1 ORDER BY position"));
        Assert.Equal(
            Enumerable.Range(1, Count).Select(number => $"A{number} {StatusOf(number)}").Order(StringComparer.Ordinal),
            await RowsAsync("""SELECT seat_number || ' ' || status FROM tbl_seat_change WHERE event_id = $1 ORDER BY (seat_number || ' ' || status) COLLATE "C" """));
        Assert.Equal(
            ["true"],
            await RowsAsync("SELECT (count(DISTINCT c.seq) = e.seq AND max(c.seq) = e.seq)::text FROM tbl_event e JOIN tbl_seat_change c ON c.event_id = e.id WHERE e.id = $1 GROUP BY e.seq"));
        Assert.Equal(["1"], await RowsAsync("SELECT available::text FROM tbl_section_count WHERE event_id = $1"));
        Assert.Equal(["0"], await RowsAsync("SELECT count(*)::text FROM tbl_parked_message WHERE $1::uuid IS NOT NULL"));
    }

    private static string StatusOf(int number) => number % 2 == 0 ? SeatStatuses.Booked : SeatStatuses.Held;

    private static long VersionOf(int number) => 1 + (number % 3);

    private Task<List<string>> RowsAsync(string sql) => _database.Command(sql, _eventId).ListAsync(row => row.GetString(0), CancellationToken.None);
}
