using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Booking.Payments;
using Xunit;

namespace TicketBooking.Booking.Faults.Sweeps;

/// <summary>A refund that fails, for a while or for ever, delays no other, and is not asked for again and again.</summary>
public sealed class DueRefundTests(SweepWorld world) : IClassFixture<SweepWorld>, IAsyncLifetime
{
    /// <summary>More than a batch.</summary>
    private const int Refused = 250;

    private const int Good = 30;

    public async ValueTask InitializeAsync() => await world.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Refunds_that_the_provider_refuses_are_blocked_at_once_and_those_behind_them_are_made()
    {
        var ids = await UnfinishedKind.Refund.InsertAsync(world, Refused + Good, failing: Refused);
        var failures = new Failures();

        await MakeAllAsync(failures);

        Assert.Equal(0, failures.Count);
        Assert.Equal(ids[..Refused].Order(), (await IdsAsync("outcome = 'REFUND_BLOCKED' AND refund_block = 'resource_missing'")).Order());
        Assert.Equal(ids[Refused..].Order(), (await IdsAsync("outcome = 'REFUNDED' AND refunded_minor = 1000")).Order());
        Assert.Equal(ids.Length, await CountAsync("refund_tries = 1"));
        Assert.Equal(Refused, await world.Database.ScalarAsync<long>("SELECT count(*) FROM tbl_booking WHERE status = 'REFUND_BLOCKED'"));
    }

    [Fact]
    public async Task While_the_provider_is_down_the_pause_before_the_next_try_grows()
    {
        await UnfinishedKind.Refund.InsertAsync(world, 3, failing: 0);
        await using (await world.Stripe.MisbehaveAsync(new { api = new[] { new { @do = "FailBefore", operation = "refunds.create", next = (int?)null } } }))
        {
            for (var tries = 1; tries <= 4; tries++)
            {
                var failures = new Failures();
                await world.Database.ExecuteAsync("UPDATE tbl_payment_attempt SET refund_due_at = now()");
                Assert.True(await world.Part<DueRefunds>().MakeBatchAsync(failures, CancellationToken.None));

                Assert.Equal(3, failures.Count);
                Assert.Equal(3, await world.Database.ScalarAsync<long>(
                    """
                    SELECT count(*) FROM tbl_payment_attempt
                    WHERE outcome = 'REFUND_PENDING' AND refund_tries = $1 AND refund_due_at - now() BETWEEN $2::interval / 2 AND $2::interval
                    """,
                    tries,
                    RefundRules.PauseAfter(tries)));
            }
        }

        await world.Database.ExecuteAsync("UPDATE tbl_payment_attempt SET refund_due_at = now()");
        await MakeAllAsync(new Failures());
        Assert.Equal(3, await CountAsync("outcome = 'REFUNDED'"));
    }

    [Fact]
    public async Task Instances_share_the_refunds_and_make_each_once()
    {
        await UnfinishedKind.Refund.InsertAsync(world, 3 * Good, failing: 0);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => MakeAllAsync(new Failures()))));

        Assert.Equal(3 * Good, await CountAsync("outcome = 'REFUNDED' AND refund_tries = 1"));
    }

    /// <summary>The lease of a process that died ends.</summary>
    [Fact]
    public async Task A_leased_refund_is_not_made_by_another_instance_before_its_lease_ends()
    {
        var id = Assert.Single(await UnfinishedKind.Refund.InsertAsync(world, 1, failing: 0));
        Assert.NotNull(await RefundTable.TryLeaseAsync(world.Database, id, CancellationToken.None));

        await MakeAllAsync(new Failures());
        Assert.Equal(1, await CountAsync("outcome = 'REFUND_PENDING'"));

        await world.Database.ExecuteAsync("UPDATE tbl_payment_attempt SET refund_due_at = refund_due_at - interval '1 minute'");
        await MakeAllAsync(new Failures());
        Assert.Equal(1, await CountAsync("outcome = 'REFUNDED'"));
    }

    private async Task MakeAllAsync(Failures failures)
    {
        while (await world.Part<DueRefunds>().MakeBatchAsync(failures, CancellationToken.None))
        {
            // The next batch.
        }
    }

    private Task<List<Guid>> IdsAsync(string condition) =>
        world.Database.RowsAsync($"SELECT id FROM tbl_payment_attempt WHERE {condition}", row => row.GetGuid(0));

    private Task<long> CountAsync(string condition) =>
        world.Database.ScalarAsync<long>($"SELECT count(*) FROM tbl_payment_attempt WHERE {condition}");
}
