using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>Random sequences, from a hold on; one that fails is made as short as it can be.</summary>
public sealed class LongSequenceTests(World world) : IClassFixture<World>
{
    private const int Sequences = 150;
    private const int Longest = 14;

    [Fact]
    public void After_any_long_sequence_of_things_that_happen_to_a_booking_the_books_agree() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(Longest),
        Prop.ForAll(Arb.From(Gen.Elements(Enum.GetValues<Op>()).ArrayOf(), Shorter), Play));

    private static IEnumerable<Op[]> Shorter(Op[] ops) => ops.Select((_, index) => ops.Where((_, other) => other != index).ToArray());

    /// <summary>FsCheck's sequences are played one after the other, and it waits for none.</summary>
    private bool Play(Op[] ops)
    {
        var story = new Story(world, ops);
        story.PlayAsync().GetAwaiter().GetResult();
        Verdict.AssertBooksAgreeAsync(world, [story]).GetAwaiter().GetResult();
        return true;
    }
}
