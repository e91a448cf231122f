using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>What Debezium 3.6.1 and daprd 1.18.3 really sent.</summary>
public sealed class RecordedMessageTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public Task Each_request_of_daprd_is_answered() => RecordedDeliveries.AreAnsweredAsync(app.Http, "seat-changes");

    [Fact]
    public async Task Recorded_seats_are_known_and_whatever_else_comes_has_no_effect()
    {
        await RecordedDeliveries.AreAcknowledgedAsync(app.Http, "seat-changes");

        await using var command = app.Database.DataSource.CreateCommand("SELECT event_id || ' ' || seat_count FROM tbl_generated_seats");
        Assert.Equal("01a2152a-8b73-7376-aa23-67b6216c97da 200", await command.ExecuteScalarAsync());
        await using var parked = app.Database.DataSource.CreateCommand("SELECT count(*) FROM tbl_parked_message WHERE topic = 'event.public.tbl_seat_outbox'");
        Assert.Equal(0L, await parked.ExecuteScalarAsync());
    }
}
