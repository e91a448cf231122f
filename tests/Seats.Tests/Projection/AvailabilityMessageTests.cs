using System.Text.Json;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Postgres;
using TicketBooking.Seats.Data;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Projection;

public sealed class AvailabilityMessageTests(TestSeats seats) : IClassFixture<TestSeats>
{
    private static readonly TimeSpan NoPause = TimeSpan.Zero;

    [Fact]
    public async Task A_change_of_counts_is_told_as_the_golden_message_says()
    {
        var message = NewEvent() with { EventId = Guid.Parse("0199d3c4-5b1e-7c3a-9f00-000000000002") };
        await seats.AcceptAsync(message);

        await seats.AcceptAsync(Booking(message.EventId, SeatStatuses.Held, 1, ("Stalls", 1), ("Balcony", 2)));

        var told = JsonElement.Parse(await LastToldAsync(message.EventId, seq: 1));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Golden.Read("Seats.Tests", "seats-availability-message")), told), told.ToString());
    }

    [Fact]
    public void The_golden_message_is_read_and_written_again()
    {
        var golden = Golden.Read("Seats.Tests", "seats-availability-message");

        var read = JsonSerializer.Deserialize(golden, ContractsJson.Default.SeatsAvailabilityMessage);

        Assert.Equal(golden, JsonSerializer.Serialize(read, ContractsJson.Default.SeatsAvailabilityMessage!));
    }

    [Fact]
    public async Task The_last_state_is_told_within_two_seconds_and_messages_of_an_event_are_a_second_apart()
    {
        var message = NewEvent();
        await seats.AcceptAsync(message);
        var end = TimeProvider.System.GetTimestamp() + (3 * TimeProvider.System.TimestampFrequency);
        var version = 0L;
        while (TimeProvider.System.GetTimestamp() < end)
        {
            version++;
            await seats.AcceptAsync(Booking(message.EventId, version % 2 == 0 ? SeatStatuses.Available : SeatStatuses.Held, version, ("Stalls", 1)));
        }

        await LastToldAsync(message.EventId, version);

        var times = await seats.Database.Command(
            "SELECT occurred_at FROM tbl_seat_outbox WHERE aggregate_id = $1 AND type = 'seats.availability' ORDER BY occurred_at", message.EventId.ToString())
            .ListAsync(row => row.GetFieldValue<DateTimeOffset>(0), CancellationToken.None);
        var changed = await seats.Database.Command("SELECT max(changed_at) FROM tbl_seat_change WHERE event_id = $1", message.EventId)
            .ScalarAsync<DateTimeOffset>(CancellationToken.None);
        Assert.InRange(times[^1] - changed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        // The pause is between the beginnings of two transactions; the rows are written a moment later.
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First > TimeSpan.FromSeconds(0.9)));
        Assert.InRange(times.Count, 2, 5);
    }

    [Fact]
    public async Task An_event_with_the_same_counts_as_before_is_not_told_of()
    {
        await using var database = await NewDatabaseAsync();
        var id = await FillAsync(database.DataSource);
        await ApplyAsync(database, Booking(id, SeatStatuses.Held, 1, ("Stalls", 1)));
        Assert.Single(await TakeAsync(database));

        await ApplyAsync(database, Booking(id, SeatStatuses.Booked, 2, ("Stalls", 1)));
        await ApplyAsync(database, Booking(id, SeatStatuses.Available, 3, ("Stalls", 1)), Booking(id, SeatStatuses.Held, 1, ("Stalls", 2)));

        Assert.Empty(await TakeAsync(database));
    }

    [Fact]
    public async Task An_event_that_one_instance_has_taken_is_left_to_it_and_taken_by_another_when_it_dies()
    {
        await using var database = await NewDatabaseAsync();
        var (one, other) = (await FillAsync(database.DataSource), await FillAsync(database.DataSource));
        await ApplyAsync(database, Booking(one, SeatStatuses.Held, 1, ("Stalls", 1)));
        await using (var dying = await database.DataSource.OpenConnectionAsync())
        {
            await using var transaction = await dying.BeginTransactionAsync();
            Assert.Equal(one, Assert.Single(await AvailabilityTable.TakeDueAsync(transaction, NoPause, 10, CancellationToken.None)).EventId);
            await ApplyAsync(database, Booking(other, SeatStatuses.Held, 1, ("Stalls", 1)), Booking(one, SeatStatuses.Held, 1, ("Stalls", 2)));

            Assert.Equal(other, Assert.Single(await TakeAsync(database)).EventId);
        }

        var taken = Assert.Single(await TakeAsync(database));
        Assert.Equal((one, 5, 2), (taken.EventId, taken.Available, taken.Seq));
    }

    [Fact]
    public async Task A_change_that_is_not_committed_when_the_event_is_told_of_is_told_of_afterwards()
    {
        await using var database = await NewDatabaseAsync();
        var id = await FillAsync(database.DataSource);
        await ApplyAsync(database, Booking(id, SeatStatuses.Held, 1, ("Stalls", 1)));
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var late = await connection.BeginTransactionAsync();
        await late.Command("UPDATE tbl_event SET seq = seq + 1 WHERE id = $1", id).RunAsync(CancellationToken.None);
        await late.Command("UPDATE tbl_section_count SET available = available - 1 WHERE event_id = $1 AND section = 'Stalls'", id).RunAsync(CancellationToken.None);
        await late.Command("INSERT INTO tbl_availability_change (event_id, seq) VALUES ($1, 2)", id).RunAsync(CancellationToken.None);

        // Though the event is locked: it is read, not locked.
        Assert.Equal(6, Assert.Single(await TakeAsync(database)).Available);
        await late.CommitAsync();

        Assert.Equal(5, Assert.Single(await TakeAsync(database)).Available);
        Assert.Empty(await TakeAsync(database));
    }

    private static EventMessage NewEvent() => Sample.Event(Sample.Section("Stalls", 1, 4), Sample.Section("Balcony", 1, 3));

    private static BookingMessage Booking(Guid eventId, string status, long version, params (string Section, int Number)[] places) => Sample.Booking(
        eventId,
        [.. places.Select(place => new SeatChange(SeatId.Of(eventId, place.Section, "A", place.Number), "A" + place.Number, status, version))]);

    /// <summary>A database without the service, so that the test alone takes what is due.</summary>
    private static Task<TestPostgres> NewDatabaseAsync() => SeatsDatabase.CreateAsync();

    private static Task<Guid> FillAsync(NpgsqlDataSource database) => SeatsDatabase.FillAsync(database, NewEvent());

    private static Task<ProjectedMessages> ApplyAsync(TestPostgres database, params BookingMessage[] messages) =>
        SeatProjection.ApplyAsync(database.DataSource, messages, CancellationToken.None);

    private static async Task<List<SeatsAvailabilityMessage>> TakeAsync(TestPostgres database)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var taken = await AvailabilityTable.TakeDueAsync(transaction, NoPause, 10, CancellationToken.None);
        await transaction.CommitAsync();
        return taken;
    }

    private Task<string> LastToldAsync(Guid eventId, long seq) => Eventually.GetAsync(
        async () => (await seats.PayloadsAsync(eventId, MessageTypes.SeatsAvailability)).LastOrDefault() ?? "",
        last => last.Contains($"\"seq\": {seq},", StringComparison.Ordinal));
}
