using TicketBooking.Booking.Data;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>What Debezium 3.6.1 and daprd 1.18.3 really sent.</summary>
[Collection(BookingSystems.Recovery)]
public sealed class RecordedMessageTests(BookingSystem system) : IDisposable
{
    private static readonly Guid Created = Guid.Parse("01a2152a-aae0-7d3d-bcb3-0fed7e5ae26e");
    private static readonly Guid Cancelled = Guid.Parse("01a2153f-4640-7c43-9959-c9e35e4d50cd");
    private readonly HttpClient _sidecar = system.NewSidecarClient();

    public void Dispose() => _sidecar.Dispose();

    [Fact]
    public Task Each_request_of_daprd_is_answered() => RecordedDeliveries.AreAnsweredAsync(_sidecar, "event-changes");

    [Fact]
    public async Task Recorded_events_have_their_rules_and_whatever_else_comes_has_no_effect()
    {
        await RecordedDeliveries.AreAcknowledgedAsync(_sidecar, "event-changes");

        var stored = await EventLayoutTable.FindAsync(system.Database, Created, CancellationToken.None);
        Assert.Equal(10_000, stored!.Layout.SeatCount);
        Assert.Equal("SCHEDULED", await StatusAsync(Created));
        Assert.Equal("CANCELLED", await StatusAsync(Cancelled));
        Assert.Equal(0L, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_parked_message WHERE topic = $1", Topics.EventOutbox));
    }

    private Task<string> StatusAsync(Guid eventId) => system.ScalarAsync<string>("SELECT status FROM tbl_event_rules WHERE event_id = $1", eventId);
}
