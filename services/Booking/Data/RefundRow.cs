using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Data;

/// <summary>The part of a row of tbl_payment_attempt that is about its money after it was paid.</summary>
/// <param name="Version">Raised by every change of these columns: what the provider said before it is not recorded after it.</param>
/// <param name="ReturnedMinor">What has gone back.</param>
/// <param name="ReturningMinor">What refunds under way would bring back.</param>
/// <param name="Number">Number of the next refund.</param>
/// <param name="Tries">Tries since the refund was owed; the pause to the next grows with them.</param>
/// <param name="Block">Why the refund is blocked, as the provider names it.</param>
/// <param name="PartMinor">The price of the seats that were given back while the booking keeps others.</param>
/// <param name="AskMinor">What the refund <paramref name="Number"/> asks for, once it was tried; null means all that is left.</param>
/// <param name="LastFailed">The highest number of the refunds that are known to have failed.</param>
internal sealed record RefundRow(
    long Version, long ReturnedMinor, long ReturningMinor, int Number, int Tries, string? Block, long PartMinor, long? AskMinor, int LastFailed)
{
    public static RefundRow None { get; } = new(0, 0, 0, Number: 1, 0, Block: null, 0, AskMinor: null, 0);

    /// <summary>Whether what has gone back and what is under way are all of an amount, so that there is nothing to make.</summary>
    public bool Covers(long amountMinor) => ReturnedMinor + ReturningMinor >= amountMinor;

    public RefundState StateOf(AttemptOutcome outcome) => new(outcome, Number, Block, LastFailed);
}
