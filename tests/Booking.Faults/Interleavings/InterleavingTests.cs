using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>Whatever happens to a booking, in whatever order: the books agree in the end.</summary>
public sealed class InterleavingTests(World world) : IClassFixture<World>
{
    private const int MostNamed = 10;

    private static readonly Op[] Ops = Enum.GetValues<Op>();

    [Fact]
    public async Task After_every_sequence_of_three_things_that_happen_to_a_payment_the_books_agree()
    {
        var stories = (from first in Ops from second in Ops from third in Ops select new Story(world, [Op.Book, first, second, third])).ToArray();

        await Parallel.ForEachAsync(stories, async (story, _) => await story.PlayAsync());

        await AssertBooksAgreeAsync(stories);
        Assert.InRange(stories.Sum(story => story.Deaths), 500, int.MaxValue);
    }

    [Fact]
    public void After_any_long_sequence_of_things_that_happen_to_a_booking_the_books_agree() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(14),
        Prop.ForAll(Arb.From(Gen.Elements(Ops).ArrayOf(), Shrunk), Play));

    private static IEnumerable<Op[]> Shrunk(Op[] ops) => ops.Select((_, index) => ops.Where((_, other) => other != index).ToArray());

    private bool Play(Op[] ops)
    {
        var story = new Story(world, ops);
        story.PlayAsync().GetAwaiter().GetResult();
        AssertBooksAgreeAsync([story]).GetAwaiter().GetResult();
        return true;
    }

    private async Task AssertBooksAgreeAsync(Story[] stories)
    {
        await Rest.ReachAsync(world);
        var told = stories.ToDictionary(story => story.BookingId, story => story.ToString());
        var violations = await world.Auditor().FindViolationsAsync();
        Assert.True(violations.Count == 0, string.Join('\n', violations.Take(MostNamed).Select(violation =>
            $"[{told.GetValueOrDefault(violation.BookingId, "another story")}] booking {violation.BookingId} {violation.What}")));
    }
}
