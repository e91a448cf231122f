using TicketBooking.Booking.Diagnostics;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

public sealed class DieWhileRefunding(Stand stand) : KillTests(stand), IClassFixture<Stand>
{
    internal static readonly string[] OfAnError = [Steps.StripeListRefunds, Steps.StripeListDisputes];

    internal static readonly string[] OfAnEvent =
        [Steps.CommitEventChanged, Steps.WorkflowStartEventCancellation, Steps.CommitEventCancellationFinished];

    internal static readonly string[] OfAWorkflow = [Steps.WorkflowPurgeEventCancellation];

    public static TheoryData<string, string, string> PointsOfAnError => At(OfAnError);

    public static TheoryData<string, string, string> PointsOfAnEvent => At(OfAnEvent);

    public static TheoryData<string, string, string> PointsOfAWorkflow => At(OfAWorkflow);

    [Theory]
    [MemberData(nameof(PointsOfAnError))]
    public Task A_refund_that_was_made_with_an_error_is_found(string side, string step, string victim) =>
        DieAsync(Scenarios.BeRefundedWithAnError, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAnError))]
    public Task A_refund_that_the_bank_sends_back_is_made_again(string side, string step, string victim) =>
        DieAsync(Scenarios.BeRefundedAgain, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAnError))]
    public Task A_booking_whose_dispute_is_lost_ends(string side, string step, string victim) =>
        DieAsync(Scenarios.LoseADispute, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAnEvent))]
    public Task The_bookings_of_an_event_that_is_called_off_are_refunded(string side, string step, string victim) =>
        DieAsync(Scenarios.CallTheEventOff, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAWorkflow))]
    public Task A_cancellation_whose_workflow_was_ended_goes_on(string side, string step, string victim) =>
        DieAsync(Scenarios.CallTheEventOffAndEndItsWorkflow, side, step, victim);
}
