namespace TicketBooking.Booking.Domain;

internal enum BookingStatus
{
    Held,
    PendingPayment,
    Confirmed,
    Released,
    Expired,
    PaymentFailed,
    RefundPending,
    RefundBlocked,
    Refunded,
}
