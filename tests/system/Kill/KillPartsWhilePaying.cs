using System.Text.Json;
using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Kill;

/// <summary>Each part is killed while a booking is under way, comes back, and the booking ends as if nothing had been.</summary>
[Collection(nameof(KillCollection))]
public sealed class KillPartsWhilePaying(SystemFixture fixture)
{
    [Theory]
    [InlineData("event-core")]
    [InlineData("seats")]
    [InlineData("booking")]
    [InlineData("gateway")]
    [InlineData("sidecar")]
    [InlineData("outbox-relay")]
    public async Task A_payment_made_while_a_part_is_dead_ends_in_a_booked_seat(string part)
    {
        Parts.SkipUnlessThereIs(part);
        var (buyer, eventId, booking, intent) = await BookAsync();

        await fixture.System.CommandAsync("kill", part);
        await buyer.PayAsync(intent);
        await fixture.System.RestartAsync(part);

        await AssertBookedAsync(buyer, eventId, booking);
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("postgres")]
    public async Task A_part_killed_right_after_the_payment_loses_nothing(string part)
    {
        Parts.SkipUnlessThereIs(part);
        var (buyer, eventId, booking, intent) = await BookAsync();

        await buyer.PayAsync(intent);
        await fixture.System.CommandAsync("kill", part);
        await fixture.System.RestartAsync(part);

        await AssertBookedAsync(buyer, eventId, booking);
    }

    private async Task<(PayingBuyer Buyer, Guid EventId, Guid Booking, JsonElement Intent)> BookAsync()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await PayingBuyer.RegisterAsync(fixture.System);
        var booking = await buyer.HoldSeatsAsync(eventId, "A1");
        return (buyer, eventId, booking, await buyer.CheckOutAsync(booking));
    }

    private static async Task AssertBookedAsync(PayingBuyer buyer, Guid eventId, Guid booking)
    {
        await buyer.UntilBookingIsAsync(booking, "CONFIRMED");
        await buyer.UntilSeatIsAsync(eventId, "A1", "BOOKED");
    }
}
