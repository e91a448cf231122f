namespace TicketBooking.Contracts;

/// <summary>Public states of a seat.</summary>
public static class SeatStatuses
{
    /// <summary>Can be held.</summary>
    public const string Available = "AVAILABLE";

    /// <summary>Held by a buyer until the hold ends.</summary>
    public const string Held = "HELD";

    /// <summary>Sold.</summary>
    public const string Booked = "BOOKED";
}
