using TicketBooking.Booking.Diagnostics;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

public sealed class DieWhileGivingBack(Stand stand) : KillTests(stand), IClassFixture<Stand>
{
    internal static readonly string[] OfATicket = [Steps.CommitCancelled, Steps.CommitRefundLeased, Steps.StripeRefund, Steps.CommitRefundRecorded];

    internal static readonly string[] OfASeat = [Steps.CommitSeatsCancelled];

    internal static readonly string[] OfAnOutage = [Steps.CommitRefundPostponed];

    internal static readonly string[] OfLateMoney = [Steps.CommitRefundOwed];

    public static TheoryData<string, string, string> PointsOfATicket => At(OfATicket);

    public static TheoryData<string, string, string> PointsOfASeat => At([.. OfASeat, Steps.StripeRefund]);

    public static TheoryData<string, string, string> PointsOfAnOutage => At(OfAnOutage);

    public static TheoryData<string, string, string> PointsOfLateMoney => At(OfLateMoney);

    [Theory]
    [MemberData(nameof(PointsOfATicket))]
    public Task A_ticket_that_is_given_back_is_refunded(string side, string step, string victim) =>
        DieAsync(Scenarios.GiveATicketBack, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfASeat))]
    public Task A_seat_that_is_given_back_is_refunded_and_the_others_stay(string side, string step, string victim) =>
        DieAsync(Scenarios.GiveASeatBack, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAnOutage))]
    public Task A_refund_is_made_when_the_provider_is_back(string side, string step, string victim) =>
        DieAsync(Scenarios.GiveATicketBackWhileTheProviderIsDown, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfLateMoney))]
    public Task Money_that_comes_after_the_cancellation_goes_back(string side, string step, string victim) =>
        DieAsync(Scenarios.PayTooLate, side, step, victim);
}
