using TicketBooking.Booking.Domain;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Domain;

public sealed class BestAvailableTests
{
    /// <summary>So many draws miss one of six equal choices once in 10^15.</summary>
    private const int Draws = 200;

    [Fact]
    public void The_first_row_with_enough_neighbours_is_taken_at_either_end() =>
        AssertChosen(Seats(2, 10), 3, [], "A1 A2 A3", "A8 A9 A10");

    [Fact]
    public void Runs_of_the_same_row_are_equally_good_and_chosen_at_random() =>
        AssertChosen(Seats(2, 11), 2, ["A5", "A9"], "A1 A2", "A3 A4", "A10 A11");

    [Fact]
    public void In_a_crowd_more_rows_are_equally_good() =>
        Assert.Equal(["A1", "A4", "B1", "B4", "C1", "C4"], Chosen(Seats(4, 4), 1, [], width: 3));

    [Fact]
    public void A_place_that_would_leave_a_single_seat_alone_is_passed_over() =>
        AssertChosen(Seats(2, 5), 3, ["A1"], "B1 B2 B3", "B3 B4 B5");

    [Fact]
    public void A_gap_of_exactly_the_right_size_is_best_filled() =>
        AssertChosen(Seats(2, 6), 2, ["A1", "A2", "A5"], "A3 A4");

    [Fact]
    public void A_single_seat_is_left_when_there_is_no_other_way() =>
        AssertChosen(Seats(1, 5), 3, ["A1"], "A2 A3 A4", "A3 A4 A5");

    [Fact]
    public void A_party_that_cannot_sit_side_by_side_sits_as_close_as_possible() =>
        AssertChosen(Seats(2, 5), 2, ["A2", "A3", "A4", "B1", "B2", "B4"], "B3 B5");

    [Fact]
    public void Of_scattered_seats_that_are_as_close_any_are_taken() =>
        AssertChosen(Seats(1, 9), 2, ["A2", "A4", "A6", "A7", "A8"], "A1 A3", "A3 A5");

    [Fact]
    public void A_party_is_not_spread_over_sections_unless_it_must_be()
    {
        var seats = Seats(1, 3, "Left", "Right");

        AssertChosen(seats, 2, ["Left/A1", "Left/A3", "Right/A2"], "Right/A1 Right/A3");
        AssertChosen(seats, 3, ["Left/A1", "Left/A3", "Right/A2"], "Left/A2 Right/A1 Right/A3");
    }

    [Fact]
    public void Too_few_seats_means_none() =>
        AssertChosen(Seats(1, 3), 3, ["A2"], "");

    [Fact]
    public void Accessible_seats_are_kept_for_those_who_need_them()
    {
        var seats = new EventSeats(Hall.Of(Sample.Event(Sample.Section("Main", 2, 4, Hall.Price, "A1"))).Layout);

        AssertChosen(seats, 2, [], "B1 B2", "B3 B4");
        AssertChosen(seats, 2, ["A3", "A4", "B1", "B2", "B3", "B4"], "A1 A2");
    }

    [Fact]
    public void Whatever_is_taken_the_choice_is_free_distinct_and_side_by_side_where_a_run_is_long_enough()
    {
        var random = new Random(7);
        var seats = Seats(6, 70, "Left", "Right");
        var all = Enumerable.Range(0, seats.Count).ToArray();
        for (var round = 0; round < 2_000; round++)
        {
            var taken = all.Where(_ => random.Next(100) < round % 100).ToHashSet();
            var quantity = random.Next(1, 9);

            var chosen = BestAvailable.Choose(seats.Rows, Free(seats, taken), new SeatBits(seats.Count), quantity, random.Next(1, 5));

            Assert.Equal(all.Length - taken.Count < quantity ? 0 : quantity, chosen.Distinct().Count());
            Assert.DoesNotContain(chosen, taken.Contains);
            Assert.True(!HasRun(seats, taken, quantity) || (chosen[^1] - chosen[0] == quantity - 1 && seats.RowOf(chosen[0]) == seats.RowOf(chosen[^1])));
        }
    }

    [Fact]
    public void Of_80_000_free_seats_a_choice_looks_at_as_many_rows_as_it_chooses_among()
    {
        var seats = Seats(500, 40, "North", "East", "South", "West");
        var looks = 0;

        foreach (var width in (int[])[1, 20])
        {
            looks = 0;
            BestAvailable.Choose(seats.Rows.Select(Counted), Free(seats, []), new SeatBits(seats.Count), 4, width);
            Assert.Equal(width, looks);
        }

        // The last row has the only seats, side by side: no row is looked at twice.
        looks = 0;
        var taken = Enumerable.Range(0, seats.Count - 4).ToHashSet();
        Assert.Equal(4, BestAvailable.Choose(seats.Rows.Select(Counted), Free(seats, taken), new SeatBits(seats.Count), 4).Length);
        Assert.Equal(2_000, looks);

        SeatRow Counted(SeatRow row)
        {
            looks++;
            return row;
        }
    }

    private static bool HasRun(EventSeats seats, HashSet<int> taken, int quantity) => seats.Rows.Any(row =>
        Enumerable.Range(row.First, Math.Max(0, row.Count - quantity + 1)).Any(first => !Enumerable.Range(first, quantity).Any(taken.Contains)));

    private static void AssertChosen(EventSeats seats, int quantity, string[] taken, params string[] expected) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), Chosen(seats, quantity, taken));

    private static string[] Chosen(EventSeats seats, int quantity, string[] taken, int width = 1)
    {
        var free = Free(seats, [.. taken.Select(number => seats.PositionOf(number)!.Value)]);
        var accessible = new SeatBits(seats.Count);
        foreach (var position in Enumerable.Range(0, seats.Count))
        {
            accessible[position] = seats.IsAccessible(position);
        }

        return [.. Enumerable.Range(0, Draws)
            .Select(_ => BestAvailable.Choose(seats.Rows, free, accessible, quantity, width))
            .Select(chosen => string.Join(' ', chosen.Select(position => seats.At(position).SeatNumber)))
            .Distinct()
            .Order(StringComparer.Ordinal)];
    }

    private static SeatBits Free(EventSeats seats, HashSet<int> taken)
    {
        var free = new SeatBits(seats.Count);
        foreach (var position in Enumerable.Range(0, seats.Count))
        {
            free[position] = !taken.Contains(position);
        }

        return free;
    }

    private static EventSeats Seats(int rows, int seatsPerRow, params string[] sections) =>
        new(Hall.Of(Guid.CreateVersion7(), rows, seatsPerRow, sections).Layout);
}
