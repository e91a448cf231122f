using TicketBooking.Booking.Diagnostics;
using TicketBooking.Postgres;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

public sealed class DieWhileRepairing(Stand stand) : KillTests(stand), IClassFixture<Stand>
{
    internal static readonly string[] OfAClosing = [Steps.CommitEventClosed];

    internal static readonly string[] OfARepair = [Steps.CommitRepaired];

    internal static readonly string[] OfARepublication = [Steps.CommitRepublished];

    internal static readonly string[] OfAResumption = [Steps.CommitRefundResumed];

    internal static readonly string[] OfAReopening = [Steps.CommitEventCancellationReopened];

    public static TheoryData<string, string, string> PointsOfAClosing => At(OfAClosing);

    [Theory]
    [MemberData(nameof(PointsOfAClosing))]
    public Task An_event_is_closed_once_for_all(string side, string step, string victim) => DieAsync(Scenarios.CloseTheEvent, side, step, victim);

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public Task A_booking_that_lost_a_seat_is_repaired_by_the_next_run(string side) =>
        DieAtRepairAsync(Scenarios.LoseASeat, side, OfARepair[0]);

    [Theory]
    [InlineData("before", 1)]
    [InlineData("after", 2)]
    public async Task An_event_that_was_not_wholly_republished_is_republished_by_the_next_run(string side, int announcements)
    {
        var dead = await DieInCommandAsync(Scenarios.BuyASeat, side, OfARepublication[0], play => Stand.RepublishAsync(play.EventId));

        // They repeat the last announcement. Without them each version is announced once, which the auditor wants.
        Assert.Equal(announcements, await Stand.Database.Command(
            """
            DELETE FROM tbl_booking_outbox again USING tbl_booking_outbox first
            WHERE again.aggregate_id = first.aggregate_id AND again.id > first.id
              AND again.payload ->> 'status' = first.payload ->> 'status' AND again.payload ->> 'eventId' = $1
            """,
            $"{dead.EventId}").RunAsync(CancellationToken.None));
        Assert.Empty(await Stand.Auditor().FindViolationsAsync());
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task A_blocked_refund_is_resumed_by_the_next_run(string side)
    {
        await DieInCommandAsync(Scenarios.BeRefusedARefund, side, OfAResumption[0], _ => Stand.ResumeRefundsAsync());
        Assert.Empty(await Stand.Auditor().FindViolationsAsync());
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public Task A_forgotten_cancellation_is_taken_up_by_the_next_run(string side) =>
        DieAtRepairAsync(Scenarios.ForgetACancellation, side, OfAReopening[0]);
}
