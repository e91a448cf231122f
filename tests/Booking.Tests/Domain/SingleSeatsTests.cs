using TicketBooking.Booking.Domain;
using TicketBooking.Contracts.Layout;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Domain;

public sealed class SingleSeatsTests
{
    /// <summary>A row of free seats (<c>.</c>), accessible ones (<c>a</c>), taken ones (<c>x</c>) and those that the buyer names (<c>n</c>).</summary>
    [Theory]
    [InlineData(".n....", "A1")]
    [InlineData("n.....", "")]
    [InlineData("....n.", "A6")]
    [InlineData("..n...", "")]
    [InlineData("nn....", "")]
    [InlineData(".nn...", "A1")]
    [InlineData("..nn..", "")]
    [InlineData("...nn.", "A6")]
    [InlineData("x.nn..x", "A2")]
    [InlineData("x..nn.x", "A6")]
    [InlineData("n.n...", "A2")]
    [InlineData("n..n..", "")]
    [InlineData(".n.", "A1 A3")]
    [InlineData(".n.n.", "A1 A3 A5")]
    [InlineData("n.n.n", "A2 A4")]
    [InlineData("x.n.n.x", "A2 A4 A6")]
    [InlineData("nnnnnn", "")]
    [InlineData("xnnnx.", "")]
    [InlineData("xnnn.x", "")]
    [InlineData("x.nnnx", "")]
    [InlineData("n.", "")]
    [InlineData("xn.x", "")]
    [InlineData("n.n", "")]
    [InlineData(".x.nn..", "A3")]
    [InlineData(".xnn..", "")]
    [InlineData("an....", "")]
    [InlineData("an.", "A3")]
    [InlineData("a.n..", "")]
    public void A_seat_is_left_alone_unless_one_of_its_run_is_left_over_in_any_case(string row, string expected)
    {
        var hall = Hall.Of(Sample.Event(Sample.Section("Main", 1, row.Length, Hall.Price, [.. Labels(row, 'a')])));

        Assert.Equal(expected, LeftAlone(hall, Labels(row, 'n'), Labels(row, 'x')));
    }

    [Fact]
    public void The_end_of_a_row_is_no_neighbour_of_the_next_row_or_section()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 2, 3, "Left", "Right");

        Assert.Equal("Left/A1 Left/A3", LeftAlone(hall, ["Left/A2"], []));
        Assert.Equal("", LeftAlone(hall, ["Left/B3", "Right/A1"], []));
        Assert.Equal("Right/A1 Right/A3", LeftAlone(hall, ["Left/B3", "Right/A2"], []));
    }

    [Fact]
    public void Each_row_of_a_choice_is_judged_by_itself()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 2, 6);

        Assert.Equal("B1", LeftAlone(hall, ["A1", "A2", "B2", "B3"], []));
    }

    [Fact]
    public void Two_seats_to_each_side_decide_and_no_others_are_read()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 3, 9);
        var singles = new SingleSeats(new EventSeats(hall.Layout), [Seat(hall, "B5"), Seat(hall, "B6"), Seat(hall, "C1")]);

        Assert.Equal(["B3", "B4", "B7", "B8", "C2", "C3"], singles.Beside.Select(seat => seat.SeatNumber));
    }

    private static IEnumerable<string> Labels(string row, char kind) =>
        row.Index().Where(seat => seat.Item == kind).Select(seat => $"A{seat.Index + 1}");

    private static string LeftAlone(Hall hall, IEnumerable<string> chosen, IEnumerable<string> taken)
    {
        var singles = new SingleSeats(new EventSeats(hall.Layout), [.. chosen.Select(number => Seat(hall, number))]);
        return string.Join(' ', singles.LeftAlone(hall.Seats.Where(seat => taken.Contains(seat.SeatNumber)).Select(seat => seat.Id).ToHashSet()));
    }

    private static LayoutSeat Seat(Hall hall, string number) => hall.Seats.Single(seat => seat.SeatNumber == number);
}
