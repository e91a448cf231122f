using System.Net;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>What a sale costs others, counted: it grows with nothing but the seats.</summary>
[Collection(BookingSystems.Sale)]
public sealed class SaleCostTests(BookingSystem system)
{
    private const int Holds = 20;

    /// <summary>The invocation and a lock a seat.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(4, 5)]
    public async Task A_hold_of_a_seat_is_two_calls_of_the_sidecar_and_each_more_seat_one(int seats, int calls)
    {
        var hall = await system.NewEventAsync(rows: Holds + 1, seatsPerRow: seats);
        var buyers = Enumerable.Range(0, Holds).Select(_ => system.NewBuyer()).ToArray();
        // What is fetched once is there then.
        await HoldAsync(system.NewBuyer(), Holds);
        var before = system.SidecarCalls.Count;

        for (var row = 0; row < Holds; row++)
        {
            await HoldAsync(buyers[row], row);
        }

        var made = system.SidecarCalls.Skip(before).CountBy(path => path).Select(path => $"{path.Value} {path.Key}");
        Assert.True(system.SidecarCalls.Count - before == Holds * calls, string.Join(", ", made));

        async Task HoldAsync(Buyer buyer, int row) => Assert.Equal(
            HttpStatusCode.Created,
            (await buyer.HoldAsync(hall.EventId, [.. Enumerable.Range(1, seats).Select(number => $"{(char)('A' + row)}{number}")])).Status);
    }

    [Fact]
    public async Task A_sold_seat_is_three_messages_from_its_hold_to_its_booking()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        var booking = await buyer.BookHoldAsync(hold);
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(hold, "CONFIRMED");
        await system.WaitForWorkflowEndAsync(booking);

        Assert.Equal(["HELD/HELD", "PENDING_PAYMENT/HELD", "CONFIRMED/BOOKED"], await system.MessagesAsync(hold));
    }
}
