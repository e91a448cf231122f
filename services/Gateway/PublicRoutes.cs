using TicketBooking.Gateway.Forwarding;
using static TicketBooking.Contracts.AppIds;
using static TicketBooking.Gateway.Access;
using static TicketBooking.Gateway.Limits.Lane;

namespace TicketBooking.Gateway;

/// <summary>
/// Lists every public method and path, the access it needs and the service that answers. All else is 404 or 405: the services' own
/// <c>/internal</c>, <c>/subscriptions</c> and <c>/dapr</c> are not here and must never be.
/// </summary>
internal static class PublicRoutes
{
    public static readonly PublicRoute[] Table =
    [
        new("GET", "/.well-known/jwks.json", EventCore, Open),
        new("GET", "/.well-known/openid-configuration", EventCore, Open),
        new("POST", "/api/v1/auth/create", EventCore, Open, Auth),
        new("POST", "/api/v1/auth/login", EventCore, Open, Auth),
        new("POST", "/api/v1/auth/refresh", EventCore, Open, Auth),
        new("POST", "/api/v1/auth/logout", EventCore, Open, Auth),

        new("POST", "/api/v1/venue/create", EventCore, Token),
        new("GET", "/api/v1/venue/venues", EventCore, Token),
        new("GET", "/api/v1/venue/{id}", EventCore, Token),

        new("POST", "/api/v1/event/create", EventCore, Token),
        new("GET", "/api/v1/event/events", EventCore, Token),
        new("GET", "/api/v1/event/generated/{id}", EventCore, Token),
        new("GET", "/api/v1/event/{id}", EventCore, Open),
        new("PATCH", "/api/v1/event/{id}", EventCore, Token),
        new("POST", "/api/v1/event/{id}/cancel", EventCore, Token),

        new("GET", "/api/v1/admin/events", EventCore, Admin),
        new("GET", "/api/v1/admin/venues", EventCore, Admin),
        new("GET", "/api/v1/admin/search/user", EventCore, Admin),
        new("DELETE", "/api/v1/admin/del/event/{id}", EventCore, Admin),
        new("DELETE", "/api/v1/admin/del/venue/{id}", EventCore, Admin),
        new("POST", "/api/v1/admin/ban/user/{id}", EventCore, Admin),
        new("POST", "/api/v1/admin/unban/user/{id}", EventCore, Admin),

        new("GET", "/api/v1/seat/seats", Seats, Open),
        new("GET", "/api/v1/seat/availableSeats", Seats, Open),
        new("GET", "/api/v1/seat/map/{eventId}", Seats, Open),
        new("GET", "/api/v1/seat/{id}", Seats, Open),

        new("POST", "/api/v1/booking/holds", Booking, Token, Sale),
        new("DELETE", "/api/v1/booking/holds/{holdId}", Booking, Token, Sale),
        new("POST", "/api/v1/booking/holds/{holdId}/extend", Booking, Token, Sale),
        new("POST", "/api/v1/booking/book_seat", Booking, Token, Sale),
        new("POST", "/api/v1/booking/confirm", Booking, Token, Sale),
        new("GET", "/api/v1/booking/bookings", Booking, Token),
        new("GET", "/api/v1/booking/bookings/{id}", Booking, Token),
        new("POST", "/api/v1/booking/bookings/{id}/cancel", Booking, Token, Sale),
        new("GET", "/api/v1/booking/events/{eventId}/cancellation", Booking, Token),
        new("POST", "/api/v1/booking/webhook/stripe", Booking, Open, Webhook),
        new("POST", "/api/v1/booking/webhook/payment_successful", Booking, Open, Webhook),
        new("POST", "/api/v1/booking/webhook/payment_failed", Booking, Open, Webhook),

        new("GET", "/api/v1/search/events", Search, Open),
        new("GET", "/api/v1/search/suggest", Search, Open),
        new("GET", "/api/v1/search/events/{id}", Search, Open),

        // Other names for the same places. What a live map needs under such names is mapped in Live/.
        new("POST", "/bookings/holds", Booking, Token, Sale) { To = "/api/v1/booking/holds" },
        new("DELETE", "/bookings/holds/{holdId}", Booking, Token, Sale) { To = "/api/v1/booking/holds/{holdId}" },
        new("POST", "/bookings/confirm", Booking, Token, Sale) { To = "/api/v1/booking/confirm", Translate = ConfirmBody.TranslateAsync },
        new("POST", "/api/events", EventCore, Token) { To = "/api/v1/event/create" },
        new("GET", "/api/events", EventCore, Token) { To = "/api/v1/event/events" },
        new("GET", "/api/events/{id}", EventCore, Open) { To = "/api/v1/event/{id}" },
        new("PATCH", "/api/events/{id}", EventCore, Token) { To = "/api/v1/event/{id}" },
        new("GET", "/api/search/events", Search, Open) { To = "/api/v1/search/events" },
    ];
}
