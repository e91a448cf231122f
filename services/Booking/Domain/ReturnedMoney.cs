namespace TicketBooking.Booking.Domain;

/// <summary>What the provider says about the money of a paid attempt, in minor units.</summary>
/// <param name="Returned">What has gone back: by refunds that succeeded and by disputes that were lost.</param>
/// <param name="UnderWay">What refunds that may still fail would bring back.</param>
/// <param name="IsDisputed">Whether a dispute is open, so that the provider decides about the money.</param>
/// <param name="IsLost">Whether a dispute was lost.</param>
/// <param name="Failed">How many of our refunds have failed or were cancelled.</param>
/// <param name="LastFailed">The highest number of them; 0 when there is none.</param>
/// <param name="FailureReason">Why that one failed, as the provider names it.</param>
/// <param name="LastNumber">The highest number of our refunds that the provider knows, whatever became of them; 0 when there is none.</param>
internal sealed record ReturnedMoney(
    long Returned,
    long UnderWay = 0,
    bool IsDisputed = false,
    bool IsLost = false,
    int Failed = 0,
    int LastFailed = 0,
    string? FailureReason = null,
    int LastNumber = 0);
