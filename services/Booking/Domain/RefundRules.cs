using static TicketBooking.Booking.Domain.AttemptOutcome;

namespace TicketBooking.Booking.Domain;

/// <summary>Decides what becomes of a paid attempt when the provider was asked about its money, or has refused a refund.</summary>
internal static class RefundRules
{
    /// <summary>The provider refuses while a dispute is open: it ends by itself.</summary>
    public const string Disputed = "charge_disputed";

    /// <summary>Refunds of one attempt that may fail before an operator has to look.</summary>
    public const int MostFailures = 3;

    /// <summary>The provider's balance does not cover the refund yet.</summary>
    private const string NoBalance = "balance_insufficient";

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Returns where the money is now.</summary>
    /// <param name="before">Where it was.</param>
    /// <param name="amount">What was paid.</param>
    /// <param name="money">What the provider says.</param>
    /// <param name="refusal">Why it has just refused the refund <see cref="RefundState.Number"/>; null when it has not.</param>
    public static RefundState Decide(RefundState before, long amount, ReturnedMoney money, string? refusal = null)
    {
        // The provider keeps a refusal under its key and repeats it.
        var number = Math.Max(before.Number + (refusal is null ? 0 : 1), money.LastFailed + 1);
        var hasFailedNow = money.LastFailed >= before.Number;
        return new RefundState(Paid, number, Block: null) switch
        {
            var state when money.Returned >= amount => state with { Outcome = Refunded },
            var state when before.Outcome == Paid => state,
            var state when money.Returned + money.UnderWay >= amount => state with { Outcome = RefundPending },
            var state when before.Outcome == RefundBlocked && (before.Block != Disputed || money.IsDisputed) =>
                state with { Outcome = RefundBlocked, Block = before.Block },
            var state when refusal is not (null or NoBalance) => state with { Outcome = RefundBlocked, Block = refusal },
            var state when hasFailedNow && money.Failed >= MostFailures =>
                state with { Outcome = RefundBlocked, Block = money.FailureReason ?? "refund_failed" },
            var state => state with { Outcome = RefundPending },
        };
    }

    /// <summary>Returns the pause after so many tries: 1, 2, 4… seconds, at most an hour.</summary>
    public static TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 1 << Math.Clamp(tries - 1, 0, 12)));
}
