using TicketBooking.Booking.Faults.Audit;
using Xunit;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>Whatever happens to a payment, in whatever order: the books agree in the end.</summary>
public sealed class EverySequenceTests(World world) : IClassFixture<World>
{
    private const int FewestDeaths = 500;

    /// <summary>After <see cref="Op.Book"/> there is a payment, and nothing to give up.</summary>
    private static readonly Op[] Ops = [.. Enum.GetValues<Op>().Except([Op.BookInVain])];

    [Fact]
    public async Task After_every_sequence_of_three_things_that_happen_to_a_payment_the_books_agree()
    {
        var stories = (from first in Ops from second in Ops from third in Ops select new Story(world, [Op.Book, first, second, third])).ToArray();

        await Parallel.ForEachAsync(stories, async (story, _) => await story.PlayAsync());

        await Verdict.AssertBooksAgreeAsync(world, stories);
        Assert.InRange(stories.Sum(story => story.Deaths), FewestDeaths, int.MaxValue);
    }

    /// <summary>The provider refuses a second refund of a charge by itself, so nothing else would miss the key.</summary>
    [Fact]
    public async Task The_intent_and_the_refund_of_an_attempt_carry_its_id_as_their_idempotency_key()
    {
        var story = new Story(world, [Op.Book, Op.Pay, Op.Webhook, Op.Cancel]);

        await story.PlayAsync();

        var attempt = await world.Database.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE booking_id = $1", story.BookingId);
        var keys = await world.Provider.RowsAsync("SELECT key FROM idempotency_key WHERE key LIKE '%' || $1", row => row.GetString(0), $"{attempt}");
        Assert.Equal([$"{attempt}", $"refund-{attempt}"], keys.Order());
    }
}
