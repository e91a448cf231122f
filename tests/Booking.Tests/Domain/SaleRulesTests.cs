using TicketBooking.Booking.Domain;
using TicketBooking.Contracts;
using Xunit;

namespace TicketBooking.Booking.Tests.Domain;

public sealed class SaleRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly SaleRules Open = new(
        Guid.Empty, EventStatuses.Scheduled, Now.AddHours(-1), Now.AddHours(1), 8, TimeSpan.FromMinutes(10), NoSingleSeats: false, Version: 1);

    [Fact]
    public void An_event_sells_from_its_opening_to_its_beginning()
    {
        Assert.Null(Open.WhyNotOnSale(Now));
        Assert.Null((Open with { OnSaleAt = Now }).WhyNotOnSale(Now));
        Assert.Null((Open with { OnSaleAt = null }).WhyNotOnSale(Now));
        Assert.NotNull((Open with { OnSaleAt = Now.AddTicks(1) }).WhyNotOnSale(Now));
        Assert.NotNull((Open with { StartsAt = Now }).WhyNotOnSale(Now));
    }

    [Theory]
    [InlineData(null, -1, true)]
    [InlineData(null, 1, false)]
    [InlineData(-1, -1, true)]
    [InlineData(-1, 1, false)]
    [InlineData(1, -1, false)]
    [InlineData(0, 0, true)]
    public void An_event_has_begun_for_a_booking_when_it_has_as_sold_and_as_it_is(int? asSold, int asItIs, bool hasBegun) => Assert.Equal(
        hasBegun,
        (Open with { StartsAt = Now.AddHours(asItIs) }).HasBegun(asSold is { } hours ? Now.AddHours(hours) : null, Now));

    [Fact]
    public void A_cancelled_event_sells_nothing() =>
        Assert.NotNull((Open with { Status = EventStatuses.Cancelled }).WhyNotOnSale(Now));
}
