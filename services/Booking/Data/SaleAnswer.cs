namespace TicketBooking.Booking.Data;

/// <summary>Whether a booking was made, or why not.</summary>
internal enum SaleOutcome
{
    Made,

    /// <summary>Its event is cancelled, closed or deleted.</summary>
    EventClosed,

    /// <summary>Too many holds of its buyer have expired of late.</summary>
    CoolDown,

    /// <summary>Its buyer has too many seats of the event.</summary>
    BuyerLimit,

    /// <summary>Its buyer has begun too many payments.</summary>
    TooManyPending,

    /// <summary>Another booking has a seat.</summary>
    SeatsTaken,

    /// <summary>Its event has newer rules or prices, or its sale is not open by the database's clock.</summary>
    Outdated,
}

/// <summary>What the database answers to a sale.</summary>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="EndsAt">When it ends unless it is paid.</param>
/// <param name="LiveSeats">What the buyer has of the event.</param>
/// <param name="Pause">How long the buyer has to wait; with <see cref="SaleOutcome.CoolDown"/>.</param>
internal sealed record SaleAnswer(SaleOutcome Outcome, DateTimeOffset EndsAt = default, int LiveSeats = 0, TimeSpan? Pause = null);
