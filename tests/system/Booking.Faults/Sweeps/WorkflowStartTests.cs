using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Booking.Payments;
using Xunit;

namespace TicketBooking.Booking.Faults.Sweeps;

/// <summary>Payments whose time is over are due rows, which instances lease.</summary>
public sealed class WorkflowStartTests(SweepWorld world) : IClassFixture<SweepWorld>, IAsyncLifetime
{
    /// <summary>More than a batch.</summary>
    private const int Rows = 100;

    private const int Failing = 50;

    public async ValueTask InitializeAsync() => await world.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task One_that_cannot_be_started_holds_up_no_other_and_is_started_after_its_lease()
    {
        var ids = await UnfinishedKind.Workflow.InsertAsync(world, Rows, Failing);
        var log = new LogLines<WorkflowStarter>();
        var starter = world.NewWorkflowStarter(log);

        await starter.StartDueAsync(CancellationToken.None);

        Assert.Equal(ids.Skip(Failing).Order(), await StartedAsync());
        Assert.StartsWith($"{Failing} workflows of payments could not be started", Assert.Single(log.Warnings), StringComparison.Ordinal);

        world.Workflows.Refusal = _ => null;
        await starter.StartDueAsync(CancellationToken.None);
        Assert.Equal(ids.Skip(Failing).Order(), await StartedAsync());

        await world.Database.ExecuteAsync("UPDATE tbl_payment_attempt SET workflow_due_at = workflow_due_at - interval '1 minute'");
        await starter.StartDueAsync(CancellationToken.None);
        Assert.Equal(ids.Order(), await StartedAsync());
    }

    [Fact]
    public async Task Instances_share_the_due_ones_and_start_each_once()
    {
        var ids = await UnfinishedKind.Workflow.InsertAsync(world, Rows, failing: 0);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.NewWorkflowStarter(new()).StartDueAsync(CancellationToken.None)));

        Assert.Equal(ids.Select(id => $"{id}").Order(), world.Workflows.Started.Keys.Order());
        Assert.All(world.Workflows.Started.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task None_is_started_before_the_time_to_pay_is_over()
    {
        await UnfinishedKind.Workflow.InsertAsync(world, Rows, failing: 0);
        await world.Database.ExecuteAsync("UPDATE tbl_payment_attempt SET workflow_due_at = now() + interval '1 hour'");

        await world.NewWorkflowStarter(new()).StartDueAsync(CancellationToken.None);

        Assert.Empty(world.Workflows.Started);
    }

    private Task<List<Guid>> StartedAsync() =>
        world.Database.RowsAsync($"SELECT id FROM tbl_payment_attempt WHERE {UnfinishedKind.Workflow.Finished} ORDER BY id", row => row.GetGuid(0));
}
