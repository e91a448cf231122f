using TicketBooking.Booking.Domain;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Domain;

public sealed class BestAvailableTests
{
    [Fact]
    public void The_first_row_with_enough_neighbours_is_taken() =>
        Assert.Equal("A1 A2 A3", Choose(Seats(2, 10), 3));

    [Fact]
    public void A_place_that_would_leave_a_single_seat_alone_is_passed_over() =>
        Assert.Equal("B1 B2 B3", Choose(Seats(2, 5), 3, "A1"));

    [Fact]
    public void A_gap_of_exactly_the_right_size_is_best_filled() =>
        Assert.Equal("A3 A4", Choose(Seats(2, 6), 2, "A1", "A2", "A5"));

    [Fact]
    public void A_single_seat_is_left_when_there_is_no_other_way() =>
        Assert.Equal("A2 A3 A4", Choose(Seats(1, 5), 3, "A1"));

    [Fact]
    public void A_party_that_cannot_sit_side_by_side_sits_as_close_as_possible() =>
        Assert.Equal("B3 B5", Choose(Seats(2, 5), 2, "A2", "A3", "A4", "B1", "B2", "B4"));

    [Fact]
    public void A_party_is_not_spread_over_sections_unless_it_must_be()
    {
        var seats = Seats(1, 3, "Left", "Right");

        Assert.Equal("Right/A1 Right/A3", Choose(seats, 2, "Left/A1", "Left/A3", "Right/A2"));
        Assert.Equal("Left/A2 Right/A1 Right/A3", Choose(seats, 3, "Left/A1", "Left/A3", "Right/A2"));
    }

    [Fact]
    public void Too_few_seats_means_none() =>
        Assert.Equal("", Choose(Seats(1, 3), 3, "A2"));

    [Fact]
    public void Accessible_seats_are_kept_for_those_who_need_them()
    {
        var seats = new EventSeats(Hall.Of(Sample.Event(Sample.Section("Main", 2, 4, Hall.Price, "A1"))).Layout);

        Assert.Equal("B1 B2", Choose(seats, 2));
        Assert.Equal("A1 A2", Choose(seats, 2, "A3", "A4", "B1", "B2", "B3", "B4"));
    }

    [Fact]
    public void Whatever_is_taken_the_choice_is_free_distinct_and_of_the_right_size()
    {
        var random = new Random(7);
        var seats = Seats(6, 9, "Left", "Right");
        var all = Enumerable.Range(0, seats.Count).ToArray();
        for (var round = 0; round < 2_000; round++)
        {
            var taken = all.Where(_ => random.Next(100) < round % 100).ToHashSet();
            var quantity = random.Next(1, 9);

            var chosen = BestAvailable.Choose(seats, seats.Rows, new([.. all.Select(taken.Contains)]), quantity);

            Assert.Equal(all.Length - taken.Count < quantity ? 0 : quantity, chosen.Distinct().Count());
            Assert.DoesNotContain(chosen, taken.Contains);
        }
    }

    private static string Choose(EventSeats seats, int quantity, params string[] taken) => string.Join(
        ' ',
        BestAvailable.Choose(seats, seats.Rows, seats.Mark(taken), quantity).Select(position => seats.At(position).SeatNumber));

    private static EventSeats Seats(int rows, int seatsPerRow, params string[] sections) =>
        new(Hall.Of(Guid.CreateVersion7(), rows, seatsPerRow, sections).Layout);
}
