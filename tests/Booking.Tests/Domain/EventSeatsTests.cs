using TicketBooking.Booking.Domain;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Domain;

public sealed class EventSeatsTests
{
    [Fact]
    public void A_seat_is_found_by_its_number() =>
        Assert.Equal("B2", Seats(2, 2).Find("B2")!.SeatNumber);

    [Fact]
    public void A_short_form_is_accepted_where_it_means_one_seat()
    {
        var seats = Seats(1, 2, "Balcony");

        Assert.NotNull(seats.Find("a1"));
    }

    [Fact]
    public void A_short_form_that_could_mean_two_seats_means_none()
    {
        var seats = Seats(1, 2, "Balcony", "Stalls");

        Assert.Null(seats.Find("A1"));
        Assert.Equal("Stalls/A1", seats.Find("Stalls/A1")!.SeatNumber);
    }

    [Fact]
    public void An_unknown_number_finds_nothing() =>
        Assert.Null(Seats(1, 2).Find("A3"));

    private static EventSeats Seats(int rows, int seatsPerRow, params string[] sections) =>
        new(Hall.Of(Guid.Empty, rows, seatsPerRow, sections));
}
