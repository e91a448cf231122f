using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Bookings;

internal static class BookingEndpoints
{
    public static void MapBookings(this IEndpointRouteBuilder routes)
    {
        var bookings = routes.MapGroup("/api/v1/booking").WithTags("Bookings");
        bookings.MapPost("/book_seat", BookSeat.HandleAsync)
            .WithIdempotencyKey(BookSeatSecret.Kept).WithIgnoredFields("pricePerSeat")
            .WithName("BookSeat").WithSummary("Book seats or a hold, and start the payment")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429).ProducesProblem(503);
        bookings.MapPost("/confirm", ConfirmPayment.HandleAsync)
            .WithIdempotencyKey().WithIgnoredFields("userId", "paymentMethod", "paymentId", "pricePerSeat")
            .WithName("ConfirmPayment").WithSummary("Ask the payment provider now whether a booking is paid")
            .ProducesProblem(400).ProducesProblem(402).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        bookings.MapPost("/bookings/{id:guid}/cancel", CancelBooking.HandleAsync)
            .WithIdempotencyKey()
            .WithName("CancelBooking").WithSummary("Cancel a booking or some of its seats, and refund what was paid for them")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        bookings.MapGet("/bookings", ListBookings.HandleAsync)
            .WithName("ListBookings").WithSummary("List the caller's bookings, newest first")
            .ProducesProblem(400);
        bookings.MapGet("/bookings/{id:guid}", GetBooking.HandleAsync)
            .WithName("GetBooking").WithSummary("Get one of the caller's bookings")
            .ProducesProblem(404);
    }
}
