using Dapr.Workflow;
using TicketBooking.DaprWire.Workflow;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class ActivityReplayTests
{
    [Fact]
    public void Activities_run_one_after_the_other_and_their_results_are_replayed()
    {
        var runs = 0;
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, int seats) =>
        {
            runs++;
            var price = await context.CallActivityAsync<int>("Price", seats);
            return await context.CallActivityAsync<string>("Charge", new { price });
        });

        var price = Assert.Single(workflow.Start("2").Actions);
        var charge = Assert.Single(workflow.Turn(Inbox.Completed(0, "30")).Actions);
        var end = workflow.Turn(Inbox.Completed(1, "\"paid\"")).End();

        Assert.Equal((0, "Price", "2"), (price.Id, price.ScheduleTask.Name, price.ScheduleTask.Input));
        Assert.Equal((1, "Charge", """{"price":30}"""), (charge.Id, charge.ScheduleTask.Name, charge.ScheduleTask.Input));
        Assert.NotEqual(price.ScheduleTask.TaskExecutionId, charge.ScheduleTask.TaskExecutionId);
        Assert.Equal((WorkflowStatus.Completed, "\"paid\""), (end.WorkflowStatus, end.Result));
        Assert.True(runs > 2);
    }

    [Fact]
    public void Activities_called_together_run_together_and_may_finish_in_any_order()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
            await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<int>("Square", n))));

        Assert.Equal(["0", "1", "2"], workflow.Start().Actions.Select(action => action.ScheduleTask.Input));
        Assert.Empty(workflow.Turn(Inbox.Completed(2, "4")).Actions);
        Assert.Equal("[0,1,4]", workflow.Turn(Inbox.Completed(0, "0"), Inbox.Completed(1, "1")).End().Result);
    }

    [Fact]
    public void A_failed_activity_is_an_exception_the_workflow_can_handle()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            try
            {
                return await context.CallActivityAsync<string>("Charge");
            }
            catch (WorkflowTaskFailedException e)
            {
                return $"{e.FailureDetails.ErrorMessage} {e.FailureDetails.IsCausedBy<InvalidOperationException>()}";
            }
        });
        workflow.Start();

        Assert.Equal("\"declined True\"", workflow.Turn(Inbox.Failed(0, "declined")).End().Result);
    }

    [Fact]
    public void A_failed_activity_that_is_not_handled_fails_the_workflow()
    {
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) => context.CallActivityAsync<string>("Charge"));
        workflow.Start();

        var end = workflow.Turn(Inbox.Failed(0, "declined")).End();

        Assert.Equal(WorkflowStatus.Failed, end.WorkflowStatus);
        Assert.Equal(typeof(WorkflowTaskFailedException).FullName, end.FailureDetails.ErrorType);
        Assert.Contains("declined", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retry_policy_waits_longer_each_time_and_gives_up_at_last()
    {
        var policy = new WorkflowRetryPolicy(3, TimeSpan.FromSeconds(5), backoffCoefficient: 2);
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) =>
            context.CallActivityAsync<string>("Charge", options: new WorkflowTaskOptions(policy)));

        Assert.Equal("Charge", Assert.Single(workflow.Start().Actions).ScheduleTask.Name);
        AssertWait(workflow, workflow.Turn(Inbox.Failed(0, "1")), 1, 5);
        Assert.Equal((2, "Charge"), Scheduled(workflow.Turn(Inbox.Fired(1))));
        AssertWait(workflow, workflow.Turn(Inbox.Failed(2, "2")), 3, 10);
        Assert.Equal((4, "Charge"), Scheduled(workflow.Turn(Inbox.Fired(3))));
        var end = workflow.Turn(Inbox.Failed(4, "3")).End();

        Assert.Equal((WorkflowStatus.Failed, "Task failed: 3"), (end.WorkflowStatus, end.FailureDetails.ErrorMessage));
    }

    [Fact]
    public void A_retry_that_succeeds_goes_on()
    {
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) => context.CallActivityAsync<string>(
            "Charge", options: new WorkflowTaskOptions(new WorkflowRetryPolicy(3, TimeSpan.FromSeconds(5)))));
        workflow.Start();
        workflow.Turn(Inbox.Failed(0, "1"));
        workflow.Turn(Inbox.Fired(1));

        Assert.Equal("\"paid\"", workflow.Turn(Inbox.Completed(2, "\"paid\"")).End().Result);
    }

    [Fact]
    public void A_retry_timeout_ends_the_attempts()
    {
        var policy = new WorkflowRetryPolicy(100, TimeSpan.FromSeconds(5), retryTimeout: TimeSpan.FromSeconds(8));
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) =>
            context.CallActivityAsync<string>("Charge", options: new WorkflowTaskOptions(policy)));
        workflow.Start();
        workflow.Turn(Inbox.Failed(0, "1"));
        workflow.Now += TimeSpan.FromSeconds(9);
        workflow.Turn(Inbox.Fired(1));

        Assert.Equal(WorkflowStatus.Failed, workflow.Turn(Inbox.Failed(2, "2")).End().WorkflowStatus);
    }

    [Fact]
    public void A_second_result_of_one_call_changes_nothing()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
            await context.CallActivityAsync<int>("A") + await context.CallActivityAsync<int>("B"));
        workflow.Start();
        workflow.Turn(Inbox.Completed(0, "1"));

        Assert.Empty(workflow.Turn(Inbox.Completed(0, "50")).Actions);
        Assert.Equal("3", workflow.Turn(Inbox.Completed(1, "2")).End().Result);
    }

    [Fact]
    public void A_child_has_an_id_of_its_own_and_its_result_or_failure_comes_back()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            var first = await context.CallChildWorkflowAsync<int>("Child", 1, new ChildWorkflowTaskOptions("child-1"));
            return first + await context.CallChildWorkflowAsync<int>("Child", 2);
        });

        Assert.Equal("child-1", Assert.Single(workflow.Start().Actions).CreateChildWorkflow.InstanceId);
        var second = Assert.Single(workflow.Turn(Inbox.ChildCompleted(0, "10")).Actions);
        Assert.True(Guid.TryParse(second.CreateChildWorkflow.InstanceId, out _));
        var end = workflow.Turn(Inbox.ChildFailed(1, "no")).End();

        Assert.Equal((WorkflowStatus.Failed, "Child workflow 'Child' failed"), (end.WorkflowStatus, end.FailureDetails.ErrorMessage));
    }

    private static (int Id, string Name) Scheduled(WorkflowResponse response)
    {
        var action = Assert.Single(response.Actions);
        return (action.Id, action.ScheduleTask.Name);
    }

    private static void AssertWait(PlayedWorkflow workflow, WorkflowResponse response, int id, int seconds)
    {
        var action = Assert.Single(response.Actions);
        Assert.Equal(id, action.Id);
        Assert.Equal(CreateTimerAction.OriginOneofCase.ActivityRetry, action.CreateTimer.OriginCase);
        Assert.Equal(workflow.Now.AddSeconds(seconds), action.CreateTimer.FireAt.ToDateTime());
    }
}
