using TicketBooking.Booking.Diagnostics;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

public sealed class DieAtTheEnd(Stand stand) : KillTests(stand), IClassFixture<Stand>
{
    internal static readonly string[] OfARelease = [Steps.CommitReleased, Steps.LockRelease];

    internal static readonly string[] OfAnExtension = [Steps.CommitExtended];

    internal static readonly string[] OfAHold = [Steps.CommitExpired];

    internal static readonly string[] OfAnUnpaidBooking =
    [
        Steps.CommitWorkflowLeased, Steps.CommitWorkflowScheduled, Steps.CommitIntentFound, Steps.StripeCancelIntent, Steps.CommitPaymentEnded,
    ];

    internal static readonly string[] OfAnOutage = [Steps.CommitPaymentAbandoned, Steps.CommitAskPostponed, Steps.CommitProviderSettled];

    public static TheoryData<string, string, string> PointsOfARelease => At(OfARelease);

    public static TheoryData<string, string, string> PointsOfAnExtension => At(OfAnExtension);

    public static TheoryData<string, string, string> PointsOfAHold => At(OfAHold);

    public static TheoryData<string, string, string> PointsOfAnUnpaidBooking => At(OfAnUnpaidBooking);

    public static TheoryData<string, string, string> PointsOfAnOutage => At(OfAnOutage);

    [Theory]
    [MemberData(nameof(PointsOfARelease))]
    public Task A_hold_is_released(string side, string step, string victim) => DieAsync(Scenarios.Release, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAnExtension))]
    public Task A_hold_is_extended(string side, string step, string victim) => DieAsync(Scenarios.ExtendAHold, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAHold))]
    public Task A_hold_ends_by_its_time(string side, string step, string victim) => DieAsync(Scenarios.LetAHoldEnd, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAnUnpaidBooking))]
    public Task An_unpaid_booking_ends(string side, string step, string victim) => DieAsync(Scenarios.NeverPay, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAnOutage))]
    public Task A_booking_made_while_the_provider_is_down_ends(string side, string step, string victim) =>
        DieAsync(Scenarios.BookWhileTheProviderIsDown, side, step, victim);
}
