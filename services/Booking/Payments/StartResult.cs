using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.Payments;

/// <summary>What a request to book has begun, or the refusal.</summary>
/// <param name="BookingId">The booking.</param>
/// <param name="Attempt">The attempt to pay it; null when refused, and when the booking is confirmed.</param>
/// <param name="IsNew">Whether this request began the attempt, or confirmed what costs nothing; false when an earlier one did.</param>
/// <param name="Refusal">The answer to the buyer when refused.</param>
internal sealed record StartResult(Guid BookingId, AttemptRow? Attempt, bool IsNew, ProblemHttpResult? Refusal)
{
    public static StartResult ToPay(AttemptRow attempt, bool isNew) => new(attempt.BookingId, attempt, isNew, null);

    public static StartResult Confirmed(Guid bookingId, bool isNew) => new(bookingId, null, isNew, null);

    public static StartResult Refused(ProblemHttpResult refusal) => new(Guid.Empty, null, false, refusal);
}
