namespace TicketBooking.Booking.Domain;

/// <summary>What to do with the claims on a booking's seats.</summary>
internal enum SeatEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>They last until the booking's end.</summary>
    Hold,

    /// <summary>They last until the booking's end and the payment grace, so that no seat is taken before the provider was asked.</summary>
    HoldForPayment,

    /// <summary>They become this booking's for good.</summary>
    Book,

    /// <summary>Those that are this booking's become free.</summary>
    Free,
}

/// <summary>A decision of <see cref="BookingAutomaton"/>.</summary>
/// <param name="To">The booking's next status.</param>
/// <param name="Seats">What happens to its claims.</param>
/// <param name="Refund">Whether money is refunded: what has just arrived, or, at a cancellation, what bought the seats.</param>
internal sealed record Transition(BookingStatus To, SeatEffect Seats, bool Refund = false);
