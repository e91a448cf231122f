using TicketBooking.Booking.Diagnostics;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

public sealed class DieWhilePaying(Stand stand) : KillTests(stand), IClassFixture<Stand>
{
    internal static readonly string[] OfAHold =
    [
        Steps.LockTake, Steps.CommitHold, Steps.CommitPaymentStarted, Steps.StripeCreateIntent, Steps.CommitIntent,
    ];

    internal static readonly string[] OfSeats = [Steps.CommitBooking];

    public static TheoryData<string, string, string> PointsOfAHold => At(OfAHold);

    public static TheoryData<string, string, string> PointsOfSeats => At(OfSeats);

    [Theory]
    [MemberData(nameof(PointsOfAHold))]
    public Task A_hold_that_is_paid_for_is_confirmed(string side, string step, string victim) =>
        DieAsync(Scenarios.PayForAHold, side, step, victim);

    public static TheoryData<string, string, string> PointsOfSeatsThatCostNothing => At([Steps.CommitHold, Steps.CommitConfirmed]);

    [Theory]
    [MemberData(nameof(PointsOfSeatsThatCostNothing))]
    public Task Seats_that_cost_nothing_are_confirmed(string side, string step, string victim) =>
        DieAsync(Scenarios.TakeSeatsThatCostNothing, side, step, victim);

    public static TheoryData<string, string, string> PointsOfANewPrice => At([Steps.CommitEventChanged]);

    [Theory]
    [MemberData(nameof(PointsOfANewPrice))]
    public Task Seats_are_sold_at_the_new_price(string side, string step, string victim) =>
        DieAsync(Scenarios.HoldAtANewPrice, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfSeats))]
    public Task Seats_that_are_paid_for_are_confirmed(string side, string step, string victim) =>
        DieAsync(Scenarios.PayForSeats, side, step, victim);
}
