using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>A stand whose sweeper finds nothing.</summary>
public sealed class UnsweptStand() : Stand(isSwept: false);

/// <summary>Booking dies when the buyer has its answer and no workflow has started: the due row of the attempt is all that there is.</summary>
public sealed class DieAfterTheAnswer(UnsweptStand stand) : IClassFixture<UnsweptStand>
{
    [Theory]
    [InlineData("booking")]
    [InlineData("sidecar")]
    public async Task The_workflow_starts_at_the_end_and_ends_the_booking(string victim)
    {
        var play = new Play(stand, new Fault("after", "the answer", victim));
        await play.BeginAsync(holdSeconds: 3);
        var (booking, _) = await play.Buyer.BookSeatsAsync(play.EventId);

        await DieAsync(victim);

        await play.UntilBookingsAreAsync("EXPIRED");
        Assert.True(await IsStartedAsync(booking));
    }

    [Theory]
    [InlineData("booking")]
    [InlineData("sidecar")]
    public async Task The_workflow_starts_with_the_money_and_confirms_the_booking(string victim)
    {
        var play = new Play(stand, new Fault("after", "the answer", victim));
        await play.BeginAsync();
        var (booking, intent) = await play.Buyer.BookSeatsAsync(play.EventId);

        await DieAsync(victim);
        await play.PayAsync(intent);

        await play.UntilBookingsAreAsync("CONFIRMED");
        Assert.True(await IsStartedAsync(booking));
        await play.CalmAsync();
        Assert.Empty(await stand.Auditor().FindViolationsAsync());
    }

    private async Task DieAsync(string victim)
    {
        var deaths = stand.Part(victim).Deaths;
        await stand.Part(victim).KillAsync();
        await Eventually.IsTrueAsync(() => Task.FromResult(stand.Part(victim).Deaths > deaths));
    }

    private Task<bool> IsStartedAsync(Guid booking) =>
        stand.Database.ScalarAsync<bool>("SELECT scheduled_at IS NOT NULL FROM tbl_payment_attempt WHERE booking_id = $1", booking);
}
