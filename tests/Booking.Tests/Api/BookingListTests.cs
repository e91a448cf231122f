using System.Net;
using TicketBooking.Booking.Tests.Harness;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Sale)]
public sealed class BookingListTests(BookingSystem system)
{
    [Fact]
    public async Task Bookings_come_once_each_newest_first_while_others_are_added()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var holds = new List<Guid>();
        for (var seat = 1; seat <= 5; seat++)
        {
            holds.Add((await buyer.HoldAsync(hall.EventId, $"A{seat}")).Success().Id("holdId"));
        }

        var walked = new List<Guid>();
        var added = 0;
        for (string? cursor = ""; cursor is not null; added++)
        {
            var page = (await buyer.GetAsync($"/booking/bookings?size=2&cursor={cursor}")).Success().Body;
            Assert.False(page.TryGetProperty("totalItems", out _));
            walked.AddRange(page.GetProperty("items").EnumerateArray().Select(booking => booking.GetProperty("bookingId").GetGuid()));
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            (await buyer.HoldAsync(hall.EventId, $"B{added + 1}")).Success();
        }

        Assert.Equal(3, added);
        Assert.Equal(holds.AsEnumerable().Reverse(), walked);
    }

    [Fact]
    public async Task A_broken_cursor_is_refused_and_that_of_another_buyer_shows_nothing()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        (await buyer.HoldAsync(hall.EventId, "A1")).Success();
        (await buyer.HoldAsync(hall.EventId, "A2")).Success();
        var cursor = (await buyer.GetAsync("/booking/bookings?size=1&cursor=")).Text("nextCursor");

        var broken = await buyer.GetAsync("/booking/bookings?cursor=broken");
        var stolen = await system.NewBuyer().GetAsync($"/booking/bookings?cursor={cursor}");

        Assert.Equal((HttpStatusCode.BadRequest, "bad-cursor"), (broken.Status, broken.Problem));
        Assert.Equal(0, stolen.Body.GetProperty("items").GetArrayLength());
    }
}
