using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Postgres;
using TicketBooking.Seats.Data;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Projection;

public sealed class SectionCountTests(TestSeats seats) : IClassFixture<TestSeats>
{
    private const string Recount = """
        SELECT
            ARRAY (
                SELECT section || ' ' || available || '/' || seat_count FROM tbl_section_count WHERE event_id = $1 ORDER BY section)
            = ARRAY (
                SELECT section || ' ' || count(*) FILTER (WHERE status = 'AVAILABLE') || '/' || count(*) FROM tbl_seat WHERE event_id = $1
                GROUP BY section ORDER BY section)
        """;

    private static readonly string[] Statuses = [SeatStatuses.Available, SeatStatuses.Held, SeatStatuses.Booked];

    [Fact]
    public async Task Counts_are_what_a_recount_finds_after_any_messages_in_any_order_at_the_same_time()
    {
        EventMessage[] events = [NewEvent(), NewEvent(), NewEvent()];
        foreach (var message in events)
        {
            await seats.AcceptAsync(message);
        }

        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SeatProjection.ApplyAsync(
                seats.Database, [.. Enumerable.Range(0, Random(1, 12)).Select(_ => SomeMessage(events[Random(0, 3)].EventId))], CancellationToken.None)));

            foreach (var message in events)
            {
                Assert.True(await seats.Database.Command(Recount, message.EventId).ScalarAsync<bool>(CancellationToken.None));
            }
        }
    }

    [Fact]
    public async Task The_total_of_available_seats_is_read_from_the_counts()
    {
        var message = NewEvent();
        await seats.AcceptAsync(message);
        await seats.CountAsync($"UPDATE tbl_section_count SET available = 1 WHERE event_id = '{message.EventId}'; SELECT 0::bigint");

        var page = await seats.GetAsync($"/api/v1/seat/availableSeats?eventId={message.EventId}&size=1");

        Assert.Equal(2, page.GetProperty("totalItems").GetInt64());
    }

    [Fact]
    public async Task A_migration_counts_the_seats_of_events_that_are_there()
    {
        await using var old = await TestPostgres.CreateAsync();
        var migrations = Migration.EmbeddedIn(typeof(SeatProjection).Assembly);
        await MigrateAsync(old, [.. migrations.TakeWhile(migration => !migration.Name.EndsWith("_kept_counts.sql", StringComparison.Ordinal))]);
        await old.DataSource.Command(
            """
            INSERT INTO tbl_event (id, currency, seat_count, seq) SELECT ('00000000-0000-7000-8000-00000000000' || n)::uuid, 'EUR', 6, n - 1 FROM generate_series(1, 2) n;
            """).RunAsync(CancellationToken.None);
        await old.DataSource.Command(
            """
            INSERT INTO tbl_seat (id, event_id, position, seat_number, section, row_letters, number, accessible, price_minor, status)
            SELECT gen_random_uuid(), id, n - 1, n::text, CASE WHEN n < 5 THEN 'Stalls' ELSE 'Balcony' END, 'A', n, false, 1,
              CASE WHEN n IN (1, 6) AND seq > 0 THEN 'HELD' ELSE 'AVAILABLE' END
            FROM tbl_event, generate_series(1, 6) n
            """).RunAsync(CancellationToken.None);

        await MigrateAsync(old, migrations);

        var counts = await old.DataSource.Command("SELECT right(event_id::text, 1) || ' ' || section || ' ' || available || '/' || seat_count FROM tbl_section_count ORDER BY event_id, position")
            .ListAsync(row => row.GetString(0), CancellationToken.None);
        Assert.Equal(["1 Stalls 4/4", "1 Balcony 2/2", "2 Stalls 3/4", "2 Balcony 1/2"], counts);
        Assert.Equal(2, await old.DataSource.Command("SELECT count(*) FROM tbl_availability").ScalarAsync<long>(CancellationToken.None));
        Assert.Equal(1, await old.DataSource.Command("SELECT count(*) FROM tbl_availability_change").ScalarAsync<long>(CancellationToken.None));
    }

    private static Task MigrateAsync(TestPostgres database, IReadOnlyList<Migration> migrations) =>
        new Migrator(database.DataSource, migrations, NullLogger<Migrator>.Instance).StartingAsync(CancellationToken.None);

    private static EventMessage NewEvent() => Sample.Event(Sample.Section("Stalls", 2, 3), Sample.Section("Balcony", 1, 4));

    private static BookingMessage SomeMessage(Guid eventId) => Sample.Booking(eventId, [.. Enumerable.Range(0, Random(1, 4)).Select(_ => SomeChange(eventId))]);

    /// <summary>A seat that may be named twice, or not exist.</summary>
    private static SeatChange SomeChange(Guid eventId)
    {
        var (section, number) = Random(0, 2) == 0 ? ("Stalls", Random(1, 4)) : ("Balcony", Random(1, 6));
        return new(SeatId.Of(eventId, section, "A", number), "A" + number, Statuses[Random(0, 3)], Random(1, 200));
    }

    private static int Random(int from, int to) => RandomNumberGenerator.GetInt32(from, to);
}
