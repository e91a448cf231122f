using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests;

public sealed class MessageTests
{
    [Fact]
    public void A_booking_message_is_written_as_others_read_it()
    {
        var message = new BookingMessage(
            new Guid("0190a1b2-0000-7000-8000-000000000001"),
            new Guid("0190a1b2-0000-7000-8000-000000000002"),
            "CONFIRMED",
            [new SeatChange(new Guid("0190a1b2-0000-8000-8000-000000000003"), "Balcony/A12", SeatStatuses.Booked, 2)],
            new DateTimeOffset(2026, 11, 21, 12, 30, 0, TimeSpan.Zero));

        Assert.Equal(Golden.Read("Booking.Tests", "booking-message"), JsonSerializer.Serialize(message, ContractsJson.Default.BookingMessage));
    }
}
