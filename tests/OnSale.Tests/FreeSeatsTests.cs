using TicketBooking.OnSale.Machine;
using TicketBooking.OnSale.Selling;
using Xunit;

namespace TicketBooking.OnSale.Tests;

public class FreeSeatsTests
{
    private const int Seats = 200;

    private readonly FreeSeats _seats = new(Seats);

    [Fact]
    public void Neighbours_are_the_first_that_are_free_beside_each_other()
    {
        Take(0, 2, 3, 6);

        Assert.Equal(1, _seats.First());
        Assert.Equal(1, _seats.FirstOf(1, 0));
        Assert.Equal(4, _seats.FirstOf(2, 0));
        Assert.Equal(7, _seats.FirstOf(3, 0));
        Assert.Equal(50, _seats.FirstOf(3, 50));
    }

    [Fact]
    public void There_are_none_where_too_few_are_left()
    {
        Take([.. Enumerable.Range(0, Seats - 2)]);

        Assert.Equal(Seats - 2, _seats.FirstOf(2, 0));
        Assert.Null(_seats.FirstOf(3, 0));
        Assert.Null(_seats.FirstOf(1, Seats));

        Take(Seats - 2, Seats - 1);
        Assert.Null(_seats.First());
    }

    [Fact]
    public void Seats_that_come_back_are_free()
    {
        Take([.. Enumerable.Range(0, Seats)]);
        _seats.Set(Hall.Seat(120), isTaken: false);

        Assert.Equal(120, _seats.First());

        _seats.Clear();
        Assert.Equal(0, _seats.First());
    }

    private void Take(params int[] places) => Array.ForEach(places, place => _seats.Set(Hall.Seat(place), isTaken: true));
}
