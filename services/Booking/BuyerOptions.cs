using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking;

/// <summary>Settings, section <c>Buyers</c>: what one buyer may have, so that nobody keeps a sale from the others.</summary>
internal sealed class BuyerOptions
{
    public const string Section = "Buyers";

    /// <summary>Live seats of an event, as a multiple of the most that the event lets be booked together.</summary>
    [Range(1, 100_000)]
    public int BookingsOfAnEvent { get; init; } = 4;

    /// <summary>Bookings that wait for their payment, in all events.</summary>
    [Range(1, 100_000)]
    public int PendingPayments { get; init; } = 10;

    /// <summary>Holds and bookings that may expire within <see cref="CoolDown"/> before the next is refused.</summary>
    [Range(1, 100_000)]
    public int ExpiredHolds { get; init; } = 10;

    /// <summary>How long an expired one counts.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The most live seats of its event that the buyer of a booking may have with it.</summary>
    public int MostSeats(NewBooking booking) => BookingsOfAnEvent * booking.MaxSeats;

    /// <summary>Says why a buyer may begin no other payment; null when it may.</summary>
    public ProblemHttpResult? WhyNotPay(BuyerUse buyer) =>
        buyer.PendingPayments < PendingPayments ? null : BookingProblems.TooManyPending(PendingPayments);
}
