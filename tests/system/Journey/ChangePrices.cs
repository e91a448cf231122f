using System.Net;
using System.Text.Json;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Journey;

/// <summary>An organiser changes a price: buyers see it everywhere, and it holds for later sales only.</summary>
[Collection(nameof(JourneyCollection))]
public sealed class ChangePrices(SystemFixture fixture)
{
    [Fact]
    public async Task A_new_price_is_seen_on_the_map_in_search_and_in_the_next_hold()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync(await organiser.CreateVenueAsync(rows: 1, seatsPerRow: 10), new() { ["timeZone"] = "Europe/Amsterdam" });
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await PayingBuyer.RegisterAsync(fixture.System);
        var early = (await buyer.HoldAsync(eventId, "A1")).Success();

        var patched = (await organiser.PatchAsync($"/event/{eventId}", new { prices = new[] { new { section = "Stalls", priceMinor = 9900 } } })).Success();

        Assert.Equal("Europe/Amsterdam", patched.Text("timeZone"));
        await Eventually.EqualsAsync(true, async () => (await MapPricesAsync()).All(price => price == 9900));
        await Eventually.EqualsAsync(9900, async () => Price((await buyer.GetAsync($"/search/events/{eventId}")).Success().Body, "maxPriceMinor"));
        // Booking hears of it on its own way; a hold that comes first has the old price, and gives the seat back.
        var late = await Eventually.GetAsync(
            async () =>
            {
                var hold = (await buyer.HoldAsync(eventId, "A2")).Success();
                if (Price(hold.Body, "amountMinor") != 9900)
                {
                    (await buyer.ReleaseAsync(hold.Id("holdId"))).Success();
                }

                return hold;
            },
            hold => Price(hold.Body, "amountMinor") == 9900);
        var booking = (await buyer.BookHoldAsync(early.Id("holdId"))).Success();
        Assert.Equal((4500, 9900), (Price(booking.Body, "amountMinor"), Price(late.Body, "amountMinor")));

        var refused = await organiser.PatchAsync($"/event/{eventId}", new { currency = "USD" });
        Assert.Equal((HttpStatusCode.BadRequest, "unchangeable-fields"), (refused.Status, refused.Problem));

        async Task<int[]> MapPricesAsync() =>
            [.. (await buyer.GetAsync($"/seat/map/{eventId}")).Success().Body.GetProperty("sections")[0].GetProperty("rows")[0].GetProperty("seats")
                .EnumerateArray().Select(seat => Price(seat, "priceMinor"))];
    }

    private static int Price(JsonElement body, string name) => body.GetProperty(name).GetInt32();
}
