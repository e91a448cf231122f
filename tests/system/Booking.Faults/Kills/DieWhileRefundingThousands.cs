using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>The largest piece of work that the service ever has, with deaths in the middle of it. Not beside other tests, which would wait for it.</summary>
[Collection(nameof(Alone))]
public sealed class DieWhileRefundingThousands(Stand stand) : IClassFixture<Stand>
{
    private const int Bookings = 10_000;

    /// <summary>Refunds that are waited for at a time: it may take long, but it must go on.</summary>
    private const int Step = Bookings / 40;

    [Fact]
    public async Task Ten_thousand_bookings_are_refunded_once_each_while_processes_are_killed()
    {
        var (message, paid) = await PaidAsync();
        await Crowd.CopyAsync(stand, paid, Bookings - 1);
        Assert.Equal(Bookings, await CountAsync(message.EventId, "CONFIRMED"));

        await stand.Provider.MisbehaveAsync(new
        {
            api = new object[]
            {
                new { @do = "RateLimit", operation = "refunds.create", next = 200 },
                new { @do = "DropAfter", operation = "refunds.create", next = 20 },
            },
            // They change nothing any more, and twenty thousand webhooks would be most of the test.
            webhooks = new object[] { new { @do = "Drop", type = "*", next = (int?)null } },
        });
        await stand.PublishAsync(message with { Version = 2, Status = EventStatuses.Cancelled });
        await DieAtAsync("booking", message.EventId, refunded: Bookings / 10);
        await DieAtAsync("sidecar", message.EventId, refunded: Bookings / 3);
        await DieAtAsync("booking", message.EventId, refunded: Bookings * 2 / 3);
        await UntilRefundedAsync(message.EventId, Bookings);

        await Eventually.NothingIsMissingAsync(async () => await stand.Database.ScalarAsync<bool>(
            "SELECT finished_at IS NOT NULL FROM tbl_event_cancellation WHERE event_id = $1", message.EventId) ? null : "the cancellation is not finished");
        Assert.Equal(Bookings, (await stand.Money().RefundsAsync()).Count);
        Assert.Empty(await stand.Auditor().FindViolationsAsync());
    }

    /// <summary>One booking that went the whole way, of one seat, as its copies are.</summary>
    private async Task<(EventMessage Event, Guid Booking)> PaidAsync()
    {
        var message = await stand.NewEventAsync(holdSeconds: 600);
        var buyer = Browser.Open(stand.GatewaySidecar);
        var (booking, intent) = await buyer.CheckOutAsync((await buyer.HoldAsync(message.EventId, "A1")).Id("holdId"));
        Assert.True(await stand.Provider.PayAsync(intent));
        await Eventually.NothingIsMissingAsync(async () => await CountAsync(message.EventId, "CONFIRMED") == 1 ? null : "the booking is not confirmed");
        return (message, booking);
    }

    private async Task DieAtAsync(string part, Guid eventId, int refunded)
    {
        await UntilRefundedAsync(eventId, refunded);
        var deaths = stand.Part(part).Deaths;
        await stand.Part(part).KillAsync();
        await Eventually.NothingIsMissingAsync(() => Task.FromResult(stand.Part(part).Deaths > deaths ? null : $"{part} has not died"));
    }

    private async Task UntilRefundedAsync(Guid eventId, int refunded)
    {
        for (var count = 0; count < refunded;)
        {
            var next = Math.Min(count + Step, refunded);
            await Eventually.NothingIsMissingAsync(async () => (count = await CountAsync(eventId, "REFUNDED")) >= next
                ? null
                : $"{count} are refunded, not yet {next}:\n{stand.Part("booking")}");
        }
    }

    private async Task<int> CountAsync(Guid eventId, string status) => (int)await stand.Database.ScalarAsync<long>(
        "SELECT count(*) FROM tbl_booking WHERE event_id = $1 AND status = $2", eventId, status);
}

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
