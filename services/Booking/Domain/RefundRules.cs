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
    /// <param name="owed">What is to go back: all, or the price of the seats that were given back while the booking keeps others.</param>
    /// <param name="money">What the provider says.</param>
    /// <param name="refusal">Why it has just refused the refund <see cref="RefundState.Number"/>; null when it has not.</param>
    public static RefundState Decide(RefundState before, long amount, long owed, ReturnedMoney money, string? refusal = null)
    {
        // The provider keeps a refusal under its key and repeats it.
        var number = Math.Max(before.Number + (refusal is null ? 0 : 1), Math.Max(money.LastFailed, money.LastNumber) + 1);
        var hasFailedNow = money.LastFailed > before.LastFailed;

        // An attempt that still pays for seats stays paid, whatever becomes of the part.
        var pending = new RefundState(before.Outcome == Paid ? Paid : RefundPending, number, Block: null, Math.Max(before.LastFailed, money.LastFailed));
        return money switch
        {
            _ when money.Returned >= amount => pending with { Outcome = Refunded },
            _ when money.Returned + money.UnderWay >= owed => pending,
            _ when before.Block is not null && (before.Block != Disputed || money.IsDisputed) => Blocked(before.Block),
            _ when refusal is not (null or NoBalance) => Blocked(refusal),
            _ when hasFailedNow && money.Failed >= MostFailures => Blocked(money.FailureReason ?? "refund_failed"),
            _ => pending,
        };

        RefundState Blocked(string reason) => pending with { Outcome = before.Outcome == Paid ? Paid : RefundBlocked, Block = reason };
    }

    /// <summary>Returns the pause after so many tries: 1, 2, 4… seconds, at most an hour.</summary>
    public static TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 1 << Math.Clamp(tries - 1, 0, 12)));
}
