using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>Random sequences, from a hold on; one that fails is made as short as it can be.</summary>
public sealed class LongSequenceTests(World world) : IClassFixture<World>
{
    public static Arbitrary<Op[]> Sequences() => Arb.From(Gen.Elements(Enum.GetValues<Op>()).ArrayOf(), Shorter);

    [Property(MaxTest = 150, EndSize = 14, Arbitrary = [typeof(LongSequenceTests)])]
    public async Task After_any_long_sequence_of_things_that_happen_to_a_booking_the_books_agree(Op[] ops)
    {
        var story = new Story(world, ops);
        await story.PlayAsync();
        await Verdict.AssertBooksAgreeAsync(world, [story]);
    }

    [Property(MaxTest = 100, EndSize = 14, Arbitrary = [typeof(LongSequenceTests)])]
    public async Task After_any_long_sequence_of_things_that_happen_to_a_confirmed_booking_the_books_agree(Op[] ops)
    {
        var story = new Story(world, [Op.Book, ops.Length % 2 == 0 ? Op.Pay : Op.PayAndBeRefundedSlowly, Op.Webhook, .. ops]);
        await story.PlayAsync();
        await Verdict.AssertBooksAgreeAsync(world, [story]);
    }

    private static IEnumerable<Op[]> Shorter(Op[] ops) => ops.Select((_, index) => ops.Where((_, other) => other != index).ToArray());
}
