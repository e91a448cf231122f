using System.Net;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

public sealed class EventDeletionTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Fact]
    public async Task A_deleted_event_has_no_seats_and_no_older_message_brings_them_back()
    {
        var message = Sample.Event(Sample.Section("Stalls", 2, 2));
        var seatId = SeatId.Of(message.EventId, "Stalls", "A", 1);
        await seats.AcceptAsync(message);
        await seats.AcceptAsync(Sample.Booking(message.EventId, new SeatChange(seatId, "A1", SeatStatuses.Held, 1)));

        await seats.AcceptAsync(Deleted(message));
        await seats.AcceptAsync(Deleted(message));
        await seats.AcceptAsync(message);

        await seats.GetAsync($"/api/v1/seat/{seatId}", HttpStatusCode.NotFound);
        await seats.GetAsync($"/api/v1/seat/seats?eventId={message.EventId}", HttpStatusCode.NotFound);
        await seats.GetAsync($"/api/v1/seat/map/{message.EventId}", HttpStatusCode.NotFound);
        await seats.GetAsync($"/internal/live/{message.EventId}", HttpStatusCode.NotFound);
        Assert.Equal(0, await SeatsOfAsync(message));
    }

    [Fact]
    public async Task Messages_about_its_bookings_are_acknowledged_and_ignored()
    {
        var message = Sample.Event(Sample.Section("Stalls", 2, 2));
        await seats.AcceptAsync(message);
        await seats.AcceptAsync(Deleted(message));

        await seats.AcceptAsync(Sample.Booking(
            message.EventId, new SeatChange(SeatId.Of(message.EventId, "Stalls", "A", 1), "A1", SeatStatuses.Available, 2)));

        Assert.Equal(0, await SeatsOfAsync(message));
    }

    [Fact]
    public async Task A_deletion_that_comes_before_the_event_itself_counts()
    {
        var message = Sample.Event(Sample.Section("Stalls", 2, 2));

        await seats.AcceptAsync(Deleted(message));
        await seats.AcceptAsync(message);

        Assert.Equal(0, await SeatsOfAsync(message));
        Assert.Empty(await seats.PayloadsAsync(message.EventId));
    }

    [Fact]
    public async Task An_event_deleted_while_its_seats_are_generated_or_booked_ends_without_seats()
    {
        for (var round = 0; round < 10; round++)
        {
            var message = Sample.Event(Sample.Section("Stalls", 10, 20));
            var change = new SeatChange(SeatId.Of(message.EventId, "Stalls", "A", 1), "A1", SeatStatuses.Held, 1);

            await Task.WhenAll(
                seats.AcceptAsync(message),
                seats.DeliverAsync("booking-changes", Sample.Booking(message.EventId, change), ContractsJson.Default.BookingMessage),
                seats.AcceptAsync(Deleted(message)));

            Assert.Equal(0, await SeatsOfAsync(message));
            await seats.GetAsync($"/internal/live/{message.EventId}", HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_deletion_waits_for_a_change_of_seats_that_has_yet_to_number_its_batch()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await seats.AcceptAsync(message);
        await using var connection = await seats.Database.OpenConnectionAsync();
        await using var change = await connection.BeginTransactionAsync();
        await RunAsync("SELECT 1 FROM tbl_seat WHERE event_id = $1 FOR UPDATE");

        var deletion = seats.AcceptAsync(Deleted(message));
        await Eventually.IsTrueAsync(async () => await seats.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") > 0);
        await RunAsync("UPDATE tbl_event SET seq = seq + 1 WHERE id = $1");
        await change.CommitAsync();
        await deletion;

        Assert.Equal(0, await SeatsOfAsync(message));

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, change) { Parameters = { new() { Value = message.EventId } } };
            await command.ExecuteNonQueryAsync();
        }
    }

    private static EventMessage Deleted(EventMessage message) => message with { Version = 2, Status = EventStatuses.Deleted };

    private Task<long> SeatsOfAsync(EventMessage message) =>
        seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}'");
}
