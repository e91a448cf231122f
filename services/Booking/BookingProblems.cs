using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Data;
using TicketBooking.Platform;

namespace TicketBooking.Booking;

/// <summary>Makes the refusals of this service.</summary>
internal static class BookingProblems
{
    public static ProblemHttpResult EventNotFound() => Problem.NotFound("event-not-found", "There is no such event.");

    public static ProblemHttpResult BookingNotFound() => Problem.NotFound("booking-not-found", "You have no such booking.");

    public static ProblemHttpResult NotOnSale(string why) => Problem.Conflict("not-on-sale", "The event is not on sale.", why);

    public static ProblemHttpResult UnknownSeats(string[] seatNumbers) => Problem.Of(
        StatusCodes.Status404NotFound,
        "unknown-seats",
        "The event has no such seats.",
        extensions: ("seats", seatNumbers));

    public static ProblemHttpResult SeatsUnavailable(IReadOnlyCollection<SeatConflict> conflicts) => Problem.Conflict(
        "seats-unavailable",
        "Another buyer has these seats.",
        extensions: ("conflicts", conflicts.Select(seat => new { seatNumber = seat.SeatNumber, reason = seat.Reason }).ToArray()));

    public static ProblemHttpResult NotEnoughSeats() => Problem.Conflict(
        "seats-unavailable", "There are not enough seats left.", extensions: ("conflicts", Array.Empty<object>()));

    public static ProblemHttpResult AlreadyExtended() => Problem.Conflict(
        "already-extended", "The hold was lengthened before, or its payment has begun.");

    public static ProblemHttpResult LeavesSingleSeat(string[] seatNumbers) => Problem.Conflict(
        "leaves-single-seat",
        "The choice leaves a single seat alone.",
        "Choose seats that leave none, or at least two, free beside them.",
        ("seats", seatNumbers));

    public static ProblemHttpResult HoldExpired() => Problem.Conflict("hold-expired", "The hold has expired.");

    public static ProblemHttpResult WrongStatus(string status) => Problem.Conflict(
        "wrong-status", "The booking's status does not allow this.", $"It is {status}.", ("bookingStatus", status));

    public static ProblemHttpResult SeatsNotCancellable(string status) => Problem.Conflict(
        "not-cancellable", "Single seats can be given back of a confirmed booking only.", $"It is {status}.", ("bookingStatus", status));

    public static ProblemHttpResult BookingCancelled() => Problem.Conflict("booking-cancelled", "The booking is cancelled.");

    public static ProblemHttpResult EventHasBegun() => Problem.Conflict(
        "event-has-begun", "The event has begun; its paid bookings cannot be cancelled.");

    public static ProblemHttpResult EventHasBookings() => Problem.Conflict(
        "event-has-bookings", "The event has live bookings; cancel it first.");

    public static ProblemHttpResult EventNotCancelled() => Problem.NotFound(
        "event-not-cancelled", "There is no such event, or it is not cancelled.");

    public static ProblemHttpResult NotYourEvent() => Problem.Forbidden(
        "not-your-event", "Only the event's creator or an administrator may see this.");

    public static ProblemHttpResult BuyerLimit(int most, int live) => Problem.Conflict(
        "buyer-limit", "You have as many seats of this event as one buyer may have.", extensions: [("limit", most), ("seats", live)]);

    public static ProblemHttpResult TooManyPending(int most) => Problem.Conflict(
        "too-many-pending", "You have as many bookings to pay as one buyer may have; pay or cancel one.", extensions: ("limit", most));

    public static ProblemHttpResult CoolDown(TimeSpan pause) => Problem.Of(
        StatusCodes.Status429TooManyRequests,
        "cool-down",
        "Too many of your holds have expired; wait before the next.",
        extensions: (Problem.RetryAfter, (int)Math.Ceiling(pause.TotalSeconds)));

    public static ProblemHttpResult NotYourself() => Problem.Forbidden("not-yourself", "userId must be your own id, or absent.");

    public static ProblemHttpResult OtherPayment() => Problem.Conflict(
        "payment-of-another-booking", "The payment intent does not belong to this booking.");

    public static ProblemHttpResult PaymentRequired(string intentStatus) => Problem.Of(
        StatusCodes.Status402PaymentRequired,
        "payment-required",
        "The booking is not paid.",
        $"The payment intent is {intentStatus}.",
        ("paymentIntentStatus", intentStatus));

    public static ProblemHttpResult AmountNotPayable(string? code) => Problem.Conflict(
        "amount-not-payable", "The payment provider refused this payment; nothing was charged.", extensions: ("reason", code ?? "refused"));

    public static ProblemHttpResult PricesNotPayable(string currency) => Problem.Conflict(
        "amount-not-payable",
        "The prices of this event cannot be paid in its currency; nothing was charged.",
        extensions: [("reason", "currency"), ("currency", currency)]);

    public static ProblemHttpResult ProviderSilent() => Unavailable(
        "payment-provider-unavailable", "The payment provider cannot be reached; a completed payment will be found.");

    public static ProblemHttpResult ProviderUnavailable() => Unavailable(
        "payment-provider-unavailable", "The payment provider cannot be reached; nothing was charged.");

    public static ProblemHttpResult CatalogueUnavailable() => Unavailable(
        "catalogue-unavailable", "The seats of this event are not known yet; the event has to be published again.");

    private static ProblemHttpResult Unavailable(string slug, string title) =>
        Problem.Of(StatusCodes.Status503ServiceUnavailable, slug, title);
}
