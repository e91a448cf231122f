using Xunit;

namespace TicketBooking.Search.Tests.Relevance;

public sealed class NormalizedGainTests
{
    [Fact]
    public void A_worked_example_comes_out()
    {
        // 7/1 + 3/1.58496 + 7/2 + 0 + 1/2.58496 + 3/2.80735 = 13.84826, of 7/1 + 7/1.58496 + 3/2 + 3/2.32193 + 1/2.58496 = 14.59539
        Assert.Equal(0.94881, NormalizedGain.Of([3, 2, 3, 0, 1, 2], [0, 1, 2, 2, 3, 3]), precision: 5);
    }

    [Fact]
    public void The_best_order_is_1() => Assert.Equal(1, NormalizedGain.Of([3, 2, 1], [1, 2, 3]));

    [Fact]
    public void The_second_place_is_worth_less() => Assert.Equal(1 / Math.Log2(3), NormalizedGain.Of([0, 2], [2]), precision: 12);

    [Fact]
    public void Hits_after_the_tenth_are_worth_nothing() =>
        Assert.Equal(0, NormalizedGain.Of([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3], [3]));

    [Fact]
    public void Events_that_have_no_place_among_ten_lower_nothing() =>
        Assert.Equal(1, NormalizedGain.Of([3, 3, 3, 3, 3, 3, 3, 3, 3, 3], [.. Enumerable.Repeat(3, 25)]));

    [Fact]
    public void No_hits_are_worth_nothing_when_there_is_something_to_find() => Assert.Equal(0, NormalizedGain.Of([], [1]));

    [Fact]
    public void Where_nothing_is_to_be_found_only_no_hits_are_right()
    {
        Assert.Equal(1, NormalizedGain.Of([], []));
        Assert.Equal(0, NormalizedGain.Of([0], []));
    }
}
