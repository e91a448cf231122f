using TicketBooking.Booking.Domain;
using Xunit;
using static TicketBooking.Booking.Domain.AttemptOutcome;

namespace TicketBooking.Booking.Tests.Domain;

public sealed class RefundRulesTests
{
    private const long Amount = 4500;
    private const long Part = 1000;

    private static readonly AttemptOutcome[] Outcomes = [Paid, RefundPending, RefundBlocked, Refunded];

    /// <summary>Everything that a provider may say, as far as the rules tell it apart.</summary>
    private static readonly ReturnedMoney[] Answers =
    [
        .. from returned in (long[])[0, 1000, Amount, 2 * Amount]
           from underWay in (long[])[0, 1000, Amount]
           from disputed in (bool[])[false, true]
           from failed in (int[])[0, 1, RefundRules.MostFailures]
           select new ReturnedMoney(returned, underWay, disputed, IsLost: returned > Amount, failed, LastFailed: failed, failed == 0 ? null : "declined", LastNumber: failed),
    ];

    [Fact]
    public void Money_that_has_all_gone_back_is_refunded_and_no_other_is()
    {
        foreach (var (before, money, refusal) in Cells())
        {
            var after = Decide(before, money, refusal);

            Assert.True(after.Outcome == Refunded == (money.Returned >= Amount), $"{before}, {money}, {refusal}: {after}");
        }
    }

    [Fact]
    public void A_refund_is_blocked_with_a_reason_and_only_then()
    {
        foreach (var (before, money, refusal) in Cells())
        {
            var after = Decide(before, money, refusal);

            Assert.True(after.Outcome != RefundBlocked || after.Block is not null, $"{before}, {money}: {after}");
            Assert.True(after.Block is null || after.Outcome is RefundBlocked or Paid, $"{before}, {money}: {after}");
            Assert.False(after.Outcome == RefundBlocked && money.Returned + money.UnderWay >= Amount, $"{before}, {money}: {after}");
        }
    }

    [Fact]
    public void The_number_of_the_next_refund_is_none_that_has_ended()
    {
        foreach (var (before, money, refusal) in Cells())
        {
            var after = Decide(before, money, refusal);

            Assert.InRange(after.Number, Math.Max(before.Number + (refusal is null ? 0 : 1), Math.Max(money.LastFailed, money.LastNumber) + 1), int.MaxValue);
        }
    }

    [Fact]
    public void The_same_answer_again_changes_nothing()
    {
        foreach (var (before, money, _) in Cells())
        {
            var once = Decide(before, money);

            // One that a dispute blocked is resumed when the dispute is over; and one that has failed too often is blocked when that is heard.
            Assert.Equal(once, Decide(once, money));
        }
    }

    [Theory]
    [InlineData("charge_disputed", true)]
    [InlineData("resource_missing", true)]
    [InlineData("balance_insufficient", false)]
    public void A_refusal_blocks_a_refund_unless_it_passes(string code, bool isBlocked)
    {
        var after = Decide(new RefundState(RefundPending, 1, null), new ReturnedMoney(0), code);

        Assert.Equal(isBlocked ? new RefundState(RefundBlocked, 2, code) : new RefundState(RefundPending, 2, null), after);
    }

    [Theory]
    [InlineData("charge_disputed", false, RefundPending)]
    [InlineData("charge_disputed", true, RefundBlocked)]
    [InlineData("resource_missing", false, RefundBlocked)]
    public void A_refund_that_a_dispute_blocked_is_resumed_when_the_dispute_is_over(string block, bool isDisputed, object outcome) =>
        Assert.Equal(
            outcome, Decide(new RefundState(RefundBlocked, 2, block), new ReturnedMoney(0, IsDisputed: isDisputed)).Outcome);

    [Fact]
    public void A_refund_that_fails_is_made_again_until_it_has_failed_three_times()
    {
        var state = new RefundState(Refunded, 1, null);
        for (var failed = 1; failed < RefundRules.MostFailures; failed++)
        {
            state = Decide(state, Failed(failed));
            Assert.Equal(new RefundState(RefundPending, failed + 1, null, failed), state);
        }

        var blocked = Decide(state, Failed(RefundRules.MostFailures));
        Assert.Equal(new RefundState(RefundBlocked, 4, "declined", RefundRules.MostFailures), blocked);

        // Hearing of it again does not undo what an operator has resumed.
        var resumed = blocked with { Outcome = RefundPending, Block = null };
        Assert.Equal(resumed, Decide(resumed, Failed(RefundRules.MostFailures)));
    }

    [Fact]
    public void The_pause_doubles_from_a_second_to_an_hour()
    {
        Assert.Equal([1, 1, 2, 4, 8], Enumerable.Range(0, 5).Select(tries => RefundRules.PauseAfter(tries).TotalSeconds));
        Assert.Equal(TimeSpan.FromHours(1), RefundRules.PauseAfter(int.MaxValue));
    }

    [Fact]
    public void A_part_that_goes_back_leaves_the_attempt_paid_whatever_becomes_of_it()
    {
        foreach (var (before, money, refusal) in Cells().Where(cell => cell.Before.Outcome == Paid && cell.Money.Returned < Amount))
        {
            Assert.Equal(Paid, Decide(before, money, refusal).Outcome);
        }
    }

    [Theory]
    [InlineData(0, 0, "charge_disputed", "charge_disputed")]
    [InlineData(0, 0, "balance_insufficient", null)]
    [InlineData(0, Part, "charge_disputed", null)]
    [InlineData(Part, 0, "charge_disputed", null)]
    public void A_part_is_blocked_by_a_refusal_unless_it_is_on_its_way(long returned, long underWay, string refusal, string? block) =>
        Assert.Equal(new RefundState(Paid, 2, block), Decide(new RefundState(Paid, 1, null), new ReturnedMoney(returned, underWay), refusal));

    [Fact]
    public void The_number_after_a_part_that_has_gone_back_is_a_new_one() =>
        Assert.Equal(3, Decide(new RefundState(Paid, 2, null), new ReturnedMoney(Part, LastNumber: 2)).Number);

    /// <summary>Of an attempt that still pays for seats a part is owed; of every other all.</summary>
    private static RefundState Decide(RefundState before, ReturnedMoney money, string? refusal = null) =>
        RefundRules.Decide(before, Amount, before.Outcome == Paid ? Part : Amount, money, refusal);

    private static ReturnedMoney Failed(int count) => new(0, Failed: count, LastFailed: count, FailureReason: "declined");

    private static IEnumerable<(RefundState Before, ReturnedMoney Money, string? Refusal)> Cells() =>
        from outcome in Outcomes
        from number in (int[])[1, 2, 4]
        from block in outcome == RefundBlocked ? (string?[])["charge_disputed", "declined"] : outcome == Paid ? [null, "charge_disputed", "declined"] : [null]
        from money in Answers
        from refusal in outcome is RefundPending or Paid ? (string?[])[null, "charge_disputed", "balance_insufficient"] : [null]
        select (new RefundState(outcome, number, block), money, refusal);
}
