using TicketBooking.Booking.Domain;
using TicketBooking.Contracts.Layout;
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

    [Theory]
    [InlineData("A3")]
    [InlineData("B1")]
    [InlineData("A01")]
    [InlineData("A0")]
    [InlineData("A")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("Main/A1")]
    [InlineData("A99999999999")]
    public void An_unknown_number_finds_nothing(string number) => Assert.Null(Seats(1, 2).Find(number));

    [Fact]
    public void Sections_of_different_size_share_no_short_form_but_where_only_one_has_the_place()
    {
        var seats = new EventSeats(Hall.Of(Sample.Event(Sample.Section("Stalls", 1, 3), Sample.Section("Balcony", 2, 2))).Layout);

        Assert.Equal("Stalls/A3", seats.Find("A3")!.SeatNumber);
        Assert.Equal("Balcony/B1", seats.Find("b1")!.SeatNumber);
        Assert.Equal("Balcony/B1", seats.Find(" balcony/b1 ")!.SeatNumber);
        Assert.Null(seats.Find("A2"));
        Assert.Null(seats.Find("Gallery/A1"));
    }

    [Fact]
    public void Names_that_differ_in_case_only_never_lead_to_the_other_section()
    {
        var seats = new EventSeats(Hall.Of(Sample.Event(Sample.Section("Hall", 1, 1), Sample.Section("hall", 1, 1))).Layout);

        Assert.Equal("Hall/A1", seats.Find("Hall/A1")!.SeatNumber);
        Assert.Equal("hall/A1", seats.Find("hall/A1")!.SeatNumber);
        Assert.Null(seats.Find("HALL/A1"));
    }

    [Fact]
    public void Each_seat_is_found_by_its_number_position_and_row_as_the_layout_makes_it()
    {
        var hall = Hall.Of(Sample.Event(
            Sample.Section("Stalls", 30, 7, 4500, "A1", "AD7"), Sample.Section("Left/Right", 1, 1, 1), Sample.Section("Balcony", 3, 40, 0, "C40")));
        var seats = new EventSeats(hall.Layout);

        Assert.All(hall.Seats, seat => Assert.Equal(seat, seats.Find(seat.SeatNumber)));
        Assert.Equal(hall.Seats, Enumerable.Range(0, seats.Count).Select(seats.At));
        Assert.Equal(hall.Seats.Select(seat => seat.Section), seats.Rows.SelectMany(row => Enumerable.Repeat(row.Section, row.Count)));
        Assert.Equal(Enumerable.Range(0, seats.Count), seats.Rows.SelectMany(row => row.Positions));
        Assert.Equal(Enumerable.Range(0, 34), seats.Rows.Select(row => row.Index));
        Assert.All(hall.Seats, seat => Assert.Contains(seat.Position, seats.RowOf(seat.Position).Positions));
        Assert.Equal(["Stalls/A1", "Stalls/AD7", "Balcony/C40"], hall.Seats.Where(seat => seats.IsAccessible(seat.Position)).Select(seat => seat.SeatNumber));
    }

    [Fact]
    public void A_number_as_the_layout_writes_it_has_a_position_and_no_other_text_has_one()
    {
        var seats = Seats(2, 2, "Balcony", "Stalls");

        Assert.Equal([2, 7, null, null], ((string[])["Balcony/B1", "Stalls/B2", "Gallery/A1", "Stalls/C1"]).Select(number => seats.PositionOf(number)));
    }

    [Theory]
    [InlineData(1, 400, 500)]
    [InlineData(1, 200_000, 1)]
    [InlineData(500, 20, 20)]
    public void A_stadium_of_200_000_seats_is_kept_in_a_few_megabytes(int sections, int rows, int seatsPerRow)
    {
        const long MostBytes = 5_000_000;
        var message = Sample.Event([.. Enumerable.Range(0, sections).Select(i => Sample.Section($"Block {i}", rows, seatsPerRow, i))]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var seats = new EventSeats(SeatLayout.Of(message).Layout!);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        Assert.Equal(200_000, seats.Count);
    }

    private static EventSeats Seats(int rows, int seatsPerRow, params string[] sections) =>
        new(Hall.Of(Guid.CreateVersion7(), rows, seatsPerRow, sections).Layout);
}
