using System.Net;
using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

/// <summary>The walk of other services through the counts of all events.</summary>
public sealed class AvailabilityWalkTests : IAsyncLifetime
{
    private readonly TestSeats _seats = new();

    public ValueTask InitializeAsync() => _seats.InitializeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    public async Task A_walk_meets_every_event_once_in_the_order_of_ids_with_its_counts(int size)
    {
        EventMessage[] events = [.. Enumerable.Range(1, 5).Select(n => Sample.Event(Sample.Section("Stalls", 2, n), Sample.Section("Balcony", 1, 3)))];
        foreach (var message in events)
        {
            await _seats.AcceptAsync(message);
        }

        var sold = events[2].EventId;
        await _seats.AcceptAsync(Sample.Booking(sold, Taken(sold, "Stalls", SeatStatuses.Held), Taken(sold, "Balcony", SeatStatuses.Booked)));
        await _seats.AcceptAsync(Sample.Booking(sold, Taken(sold, "Stalls", SeatStatuses.Available, version: 2)));

        Assert.Equal(
            events.Select((message, index) => new EventAvailability(
                message.EventId, (2 * index) + 5 - (message.EventId == sold ? 1 : 0), (2 * index) + 5, message.EventId == sold ? 2 : 0))
                .OrderBy(counts => counts.EventId),
            await WalkAsync(size));
    }

    [Fact]
    public async Task Without_events_there_is_nothing() => Assert.Empty(await WalkAsync(500));

    [Theory]
    [InlineData("size=0")]
    [InlineData("size=501")]
    [InlineData("after=x")]
    public Task A_step_that_makes_no_sense_is_400(string query) => _seats.GetAsync("/internal/availability?" + query, HttpStatusCode.BadRequest);

    public ValueTask DisposeAsync() => _seats.DisposeAsync();

    private static SeatChange Taken(Guid eventId, string section, string status, long version = 1) =>
        new(SeatId.Of(eventId, section, "A", 1), section + "/A1", status, version);

    private async Task<List<EventAvailability>> WalkAsync(int size)
    {
        var walked = new List<EventAvailability>();
        int count;
        do
        {
            var after = walked.Count == 0 ? "" : $"&after={walked[^1].EventId}";
            var step = await _seats.GetAsync($"/internal/availability?size={size}{after}");
            walked.AddRange(step.EnumerateArray().Select(item => item.Deserialize(ContractsJson.Default.EventAvailability)!));
            count = step.GetArrayLength();
        }
        while (count == size);

        return walked;
    }
}
