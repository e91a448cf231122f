using System.Net;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Generation;

/// <summary>Messages about an event whose seats are still to be generated.</summary>
public sealed class WaitingEventTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Fact]
    public async Task Its_message_is_acknowledged_before_its_seats_exist_and_until_then_it_is_unknown()
    {
        var message = Sample.Event(Sample.Section("Stalls", 2, 3));
        await using (var gate = await EventGate.BeforeAsync(seats.Database, message.EventId))
        {
            await seats.AcknowledgeAsync(message);
            await gate.UntilReachedAsync();

            await seats.GetAsync($"/api/v1/seat/map/{message.EventId}", HttpStatusCode.NotFound);
            await seats.GetAsync($"/internal/live/{message.EventId}", HttpStatusCode.NotFound);
            Assert.Empty(await seats.PayloadsAsync(message.EventId));
        }

        await seats.UntilGeneratedAsync(message.EventId);
        Assert.Equal(6, (await seats.AllAsync("seats", message.EventId)).Count);
    }

    [Fact]
    public async Task Messages_about_its_bookings_wait_and_are_applied_with_its_seats()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await using (await EventGate.BeforeAsync(seats.Database, message.EventId))
        {
            await seats.AcknowledgeAsync(message);
            await seats.AcceptAsync(Sample.Booking(
                message.EventId, new SeatChange(SeatId.Of(message.EventId, "Stalls", "A", 1), "A1", SeatStatuses.Booked, 1)));
        }

        await Eventually.EqualsAsync(
            1L, () => seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}' AND status = 'BOOKED'"));
    }

    [Fact]
    public async Task Its_seats_get_the_prices_of_the_newest_message_that_came_while_it_waited()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2, priceMinor: 100));
        await WaitingAsync(message);

        await seats.AcknowledgeAsync(message with { Version = 3, Sections = [Sample.Section("Stalls", 1, 2, priceMinor: 300)] });
        await seats.AcknowledgeAsync(message with { Version = 2, Sections = [Sample.Section("Stalls", 1, 2, priceMinor: 200)] });
        Assert.Equal(0, await seats.CountAsync($"SELECT count(*) FROM tbl_parked_message WHERE waits_for = 'seats:{message.EventId}'"));
        await ReleaseAsync(message);

        Assert.All(await seats.AllAsync("seats", message.EventId), seat => Assert.Equal(300, seat.GetProperty("priceMinor").GetInt64()));
        Assert.Equal(3, await seats.CountAsync($"SELECT version FROM tbl_event WHERE id = '{message.EventId}'"));
    }

    [Fact]
    public async Task A_message_that_comes_while_its_seats_are_generated_holds_up_no_delivery_and_is_applied_after_that()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2, priceMinor: 100));
        await using (var gate = await EventGate.BeforeAsync(seats.Database, message.EventId))
        {
            await seats.AcknowledgeAsync(message);
            await gate.UntilReachedAsync();

            await seats.AcknowledgeAsync(message with { Version = 2, Sections = [Sample.Section("Stalls", 1, 2, priceMinor: 200)] });
            Assert.Equal(1, await seats.CountAsync($"SELECT count(*) FROM tbl_parked_message WHERE waits_for = 'seats:{message.EventId}'"));
        }

        await seats.UntilGeneratedAsync(message.EventId);
        Assert.All(await seats.AllAsync("seats", message.EventId), seat => Assert.Equal(200, seat.GetProperty("priceMinor").GetInt64()));
    }

    [Fact]
    public async Task An_event_deleted_while_it_waits_is_never_generated()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await WaitingAsync(message);

        await seats.AcknowledgeAsync(message with { Version = 2, Status = EventStatuses.Deleted });
        Assert.Equal(0, await seats.CountAsync($"SELECT count(*) FROM tbl_generation_job WHERE event_id = '{message.EventId}'"));
        await seats.AcceptAsync(message);

        Assert.Equal(0, await seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}'"));
        Assert.Empty(await seats.PayloadsAsync(message.EventId));
    }

    [Fact]
    public async Task A_job_that_another_version_of_the_service_has_done_leaves_its_prices()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2, priceMinor: 100));
        await using (var gate = await EventGate.BeforeAsync(seats.Database, message.EventId))
        {
            await seats.AcknowledgeAsync(message with { Version = 2, Sections = [Sample.Section("Stalls", 1, 2, priceMinor: 200)] });
            await gate.UntilReachedAsync();
            await Projection.SeatsDatabase.FillAsync(seats.Database, message);
        }

        await seats.UntilGeneratedAsync(message.EventId);
        Assert.All(await seats.AllAsync("seats", message.EventId), seat => Assert.Equal(200, seat.GetProperty("priceMinor").GetInt64()));
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_ever_later_and_holds_up_no_other()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await WaitingAsync(message);
        var other = Sample.Event(Sample.Section("Stalls", 1, 3));

        await seats.AcceptAsync(other);

        Assert.Equal(3, (await seats.AllAsync("seats", other.EventId)).Count);
        await ReleaseAsync(message);
        Assert.Equal(2, (await seats.AllAsync("seats", message.EventId)).Count);
    }

    /// <summary>Its job has failed, and is not due for long.</summary>
    private async Task WaitingAsync(EventMessage message)
    {
        await seats.SqlAsync($"""
            CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space left'; END $$;
            CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON tbl_event FOR EACH ROW WHEN (NEW.id = '{message.EventId}') EXECUTE FUNCTION refuse();
            """);
        await seats.AcknowledgeAsync(message);
        await Eventually.IsTrueAsync(async () => await seats.CountAsync(
            $"SELECT count(*) FROM tbl_generation_job WHERE event_id = '{message.EventId}' AND tries > 0 AND due_at > now()") > 0);
        await seats.SqlAsync($"UPDATE tbl_generation_job SET due_at = now() + interval '1 hour' WHERE event_id = '{message.EventId}'");
    }

    private async Task ReleaseAsync(EventMessage message)
    {
        await seats.SqlAsync($"""
            DROP TRIGGER IF EXISTS refuse ON tbl_event;
            UPDATE tbl_generation_job SET due_at = now() WHERE event_id = '{message.EventId}';
            """);
        await seats.UntilGeneratedAsync(message.EventId);
    }
}
