using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>Whatever happens to a payment, in whatever order: the books agree in the end.</summary>
public sealed class EverySequenceTests(World world) : IClassFixture<World>
{
    /// <summary>What happens to a payment after <see cref="Op.Book"/>, until its money has its place.</summary>
    private static readonly Op[] OfAPayment =
    [
        Op.Book, Op.Pay, Op.Decline, Op.Webhook, Op.Replay, Op.Settle, Op.Confirm, Op.Expire, Op.End, Op.Release, Op.Cancel, Op.Rival, Op.Crash,
    ];

    /// <summary>What happens to the money of a confirmed booking.</summary>
    private static readonly Op[] OfPaidMoney =
    [
        Op.Webhook, Op.Cancel, Op.Refund, Op.RefundSucceeds, Op.RefundFails, Op.RefundElsewhere, Op.Dispute, Op.Win, Op.Lose, Op.Crash,
    ];

    /// <summary>What happens to money that a cancellation has sent back.</summary>
    private static readonly Op[] OfReturnedMoney = [Op.Webhook, Op.Replay, Op.Refund, Op.RefundFails, Op.RefundElsewhere, Op.Dispute, Op.Win, Op.Lose, Op.Crash];

    /// <summary>What happens after a part of it was sent back.</summary>
    private static readonly Op[] OfAPart =
        [Op.Webhook, Op.CancelSecond, Op.Cancel, Op.Refund, Op.RefundFails, Op.RefundPart, Op.Lose, Op.Crash];

    /// <summary>What happens to a hold.</summary>
    private static readonly Op[] OfAHold =
        [Op.Book, Op.Extend, Op.Expire, Op.Release, Op.Cancel, Op.Rival, Op.Reprice, Op.RivalAtOldPrices, Op.Crash];

    /// <summary>What happens to seats that cost nothing.</summary>
    private static readonly Op[] OfAFreeHold = [Op.Book, Op.Expire, Op.Cancel, Op.CancelFirst, Op.CancelSecond, Op.Rival, Op.Crash];

    [Fact]
    public async Task After_every_sequence_of_three_things_that_happen_to_a_payment_the_books_agree()
    {
        Assert.InRange(await PlayAsync(OfAPayment, Op.Book), 500, int.MaxValue);
    }

    [Fact]
    public async Task After_every_sequence_of_three_things_that_happen_to_money_under_way_back_the_books_agree()
    {
        Assert.InRange(await PlayAsync(OfPaidMoney, Op.Book, Op.PayAndBeRefundedSlowly, Op.Webhook), 100, int.MaxValue);
    }

    [Fact]
    public async Task After_every_sequence_of_three_things_that_happen_to_money_that_went_back_the_books_agree()
    {
        Assert.InRange(await PlayAsync(OfReturnedMoney, Op.Book, Op.Pay, Op.Webhook, Op.Cancel), 100, int.MaxValue);
    }

    [Fact]
    public async Task After_every_sequence_of_three_things_that_happen_after_a_seat_was_given_back_the_books_agree()
    {
        Assert.InRange(await PlayAsync(OfAPart, Op.Book, Op.Pay, Op.Webhook, Op.CancelFirst), 100, int.MaxValue);
    }

    [Fact]
    public async Task After_every_sequence_of_three_things_that_happen_to_a_hold_the_books_agree()
    {
        Assert.InRange(await PlayAsync(OfAHold), 50, int.MaxValue);
    }

    [Fact]
    public async Task After_every_sequence_of_three_things_that_happen_to_seats_that_cost_nothing_the_books_agree()
    {
        Assert.InRange(await PlayAsync(OfAFreeHold, [], priceMinor: 0), 50, int.MaxValue);
    }

    private Task<int> PlayAsync(Op[] ops, params Op[] beginning) => PlayAsync(ops, beginning, Hall.Price);

    /// <summary>Plays each sequence of three after the same beginning; says how often the process died.</summary>
    private async Task<int> PlayAsync(Op[] ops, Op[] beginning, long priceMinor)
    {
        var stories = (from first in ops from second in ops from third in ops select new Story(world, [.. beginning, first, second, third], priceMinor))
            .ToArray();

        await Parallel.ForEachAsync(stories, async (story, _) => await story.PlayAsync());

        await Verdict.AssertBooksAgreeAsync(world, stories);
        return stories.Sum(story => story.Deaths);
    }

    /// <summary>The provider refuses a second refund of a charge by itself, so nothing else would miss the key.</summary>
    [Fact]
    public async Task The_intent_and_the_refund_of_an_attempt_carry_its_id_as_their_idempotency_key()
    {
        var story = new Story(world, [Op.Book, Op.Pay, Op.Webhook, Op.Cancel]);

        await story.PlayAsync();

        var attempt = await world.Database.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE booking_id = $1", story.BookingId);
        var keys = await world.Provider.RowsAsync("SELECT key FROM idempotency_key WHERE key LIKE '%' || $1 || '%'", row => row.GetString(0), $"{attempt}");
        Assert.Equal([$"{attempt}", $"refund-{attempt}-1"], keys.Order());
    }
}
