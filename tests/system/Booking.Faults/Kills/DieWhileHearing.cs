using TicketBooking.Booking.Diagnostics;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

public sealed class DieWhileHearing(Stand stand) : KillTests(stand), IClassFixture<Stand>
{
    internal static readonly string[] OfAPayment =
    [
        Steps.CommitWebhookStored, Steps.CommitWebhookLeased, Steps.WorkflowStart, Steps.CommitConfirmed,
    ];

    internal static readonly string[] OfADeclinedCard = [Steps.WorkflowTell, Steps.CommitWebhookFinished];

    internal static readonly string[] OfAConfirmation = [Steps.StripeGetIntent];

    internal static readonly string[] OfAnOldWorkflow = [Steps.WorkflowPurge, Steps.CommitWorkflowPurged];

    public static TheoryData<string, string, string> PointsOfAPayment => At(OfAPayment);

    public static TheoryData<string, string, string> PointsOfADeclinedCard => At(OfADeclinedCard);

    public static TheoryData<string, string, string> PointsOfAConfirmation => At(OfAConfirmation);

    public static TheoryData<string, string, string> PointsOfAnOldWorkflow => At(OfAnOldWorkflow);

    [Theory]
    [MemberData(nameof(PointsOfAPayment))]
    public Task A_payment_is_confirmed_by_its_webhook(string side, string step, string victim) => DieAsync(Scenarios.HearOfAPayment, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfADeclinedCard))]
    public Task A_payment_is_confirmed_after_declined_cards(string side, string step, string victim) =>
        DieAsync(Scenarios.PayAtTheThirdTry, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAConfirmation))]
    public Task A_payment_is_confirmed_without_its_webhook(string side, string step, string victim) =>
        DieAsync(Scenarios.ConfirmWithoutWebhook, side, step, victim);

    [Theory]
    [MemberData(nameof(PointsOfAnOldWorkflow))]
    public Task An_old_workflow_is_forgotten(string side, string step, string victim) => DieAsync(Scenarios.ForgetAWorkflow, side, step, victim);
}
