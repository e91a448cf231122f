using Dapr.Workflow;
using Microsoft.Extensions.Logging;
using TicketBooking.DaprWire.Workflow;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class LifecycleReplayTests
{
    [Fact]
    public void Continue_as_new_takes_its_input_and_the_events_nobody_took_along()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, int round) =>
        {
            var n = await context.WaitForExternalEventAsync<int>("n");
            context.ContinueAsNew(round + n);
            return "unseen";
        });
        workflow.Start("1");

        var end = workflow.Turn(Inbox.Raised("n", "1"), Inbox.Raised("n", "5"), Inbox.Raised("other")).End();

        Assert.Equal((WorkflowStatus.ContinuedAsNew, "2"), (end.WorkflowStatus, end.Result));
        Assert.Equal(["n=5", "other="], end.CarryoverEvents.Select(entry => $"{entry.EventRaised.Name}={entry.EventRaised.Input}"));
    }

    [Fact]
    public void Continue_as_new_can_leave_events_behind()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            await context.WaitForExternalEventAsync<int>("n");
            context.ContinueAsNew(preserveUnprocessedEvents: false);
            return "unseen";
        });
        workflow.Start();

        var end = workflow.Turn(Inbox.Raised("n", "1"), Inbox.Raised("n", "5")).End();

        Assert.Equal(WorkflowStatus.ContinuedAsNew, end.WorkflowStatus);
        Assert.Empty(end.CarryoverEvents);
    }

    [Fact]
    public void Carried_over_events_are_taken_by_the_next_run()
    {
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) => context.WaitForExternalEventAsync<int>("n"));
        workflow.Now += TimeSpan.FromDays(1);

        var started = new HistoryEvent { ExecutionStarted = new ExecutionStartedEvent { Name = "Test" } };

        Assert.Equal("5", workflow.Turn(started, Inbox.Raised("n", "5")).End().Result);
    }

    [Fact]
    public void While_suspended_everything_waits_and_on_resuming_everything_happens_in_order()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            await context.WaitForExternalEventAsync<int>("n");
            await context.CallActivityAsync("A");
            return await context.WaitForExternalEventAsync<int>("n");
        });
        workflow.Start();

        Assert.Empty(workflow.Turn(Inbox.Suspended()).Actions);
        Assert.Empty(workflow.Turn(Inbox.Raised("n", "1")).Actions);
        Assert.Empty(workflow.Turn(Inbox.Raised("n", "2")).Actions);
        Assert.Equal("A", Assert.Single(workflow.Turn(Inbox.Resumed()).Actions).ScheduleTask.Name);
        Assert.Equal("2", workflow.Turn(Inbox.Completed(0)).End().Result);
    }

    [Fact]
    public void What_waited_while_suspended_happens_at_the_time_of_resuming()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            await context.WaitForExternalEventAsync<int>("n");
            return (context.CurrentUtcDateTime, context.IsReplaying).ToString();
        });
        workflow.Start();
        workflow.Turn(Inbox.Suspended());
        workflow.Turn(Inbox.Raised("n", "1"));
        workflow.Now += TimeSpan.FromHours(2);

        Assert.Equal($"\"{(workflow.Now, false)}\"", workflow.Turn(Inbox.Resumed()).End().Result);
    }

    [Fact]
    public void A_decision_of_the_turn_that_suspends_is_kept_for_the_turn_that_resumes()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            await context.WaitForExternalEventAsync<int>("n");
            return await context.CallActivityAsync<int>("A");
        });
        workflow.Start();

        Assert.Empty(workflow.Turn(Inbox.Raised("n", "1"), Inbox.Suspended()).Actions);
        Assert.Equal("A", Assert.Single(workflow.Turn(Inbox.Resumed()).Actions).ScheduleTask.Name);
    }

    [Fact]
    public void A_terminated_workflow_ends_without_running()
    {
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) => context.CallActivityAsync<int>("A"));
        workflow.Start();

        var end = workflow.Turn(Inbox.Completed(0, "1"), Inbox.Terminated("\"stop\""), Inbox.Raised("late")).End();

        Assert.Equal((WorkflowStatus.Terminated, "\"stop\""), (end.WorkflowStatus, end.Result));
    }

    [Fact]
    public void Ids_are_unique_and_the_same_at_each_replay()
    {
        var seen = new List<(Guid First, Guid Second)>();
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            seen.Add((context.NewGuid(), context.NewGuid()));
            await context.CallActivityAsync("A");
            return 1;
        });
        workflow.Start();
        workflow.Turn(Inbox.Completed(0));

        var ids = Assert.Single(seen.Distinct());
        Assert.NotEqual(ids.First, ids.Second);
    }

    // As the vendor's worker derives it, so that an instance can go from one to the other.
    [Fact]
    public void Ids_are_those_the_vendors_worker_would_make()
    {
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) => Task.FromResult(context.NewGuid()));

        Assert.Equal("\"96a5a5b0-ad0d-5164-a314-288b3718ef55\"", workflow.Start().End().Result);
    }

    [Fact]
    public void The_custom_status_is_what_the_code_last_said()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            context.SetCustomStatus(new { step = 1 });
            await context.CallActivityAsync("A");
            context.SetCustomStatus("done");
            return 1;
        });

        Assert.Equal("""{"step":1}""", workflow.Start().CustomStatus);
        Assert.Equal("\"done\"", workflow.Turn(Inbox.Completed(0)).CustomStatus);
    }

    [Fact]
    public void The_code_knows_when_it_is_replaying()
    {
        var seen = new List<bool>();
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            seen.Add(context.IsReplaying);
            await context.CallActivityAsync("A");
            seen.Add(context.IsReplaying);
            var logger = context.CreateReplaySafeLogger("test");
            Assert.False(logger.IsEnabled(LogLevel.Critical));
            return 1;
        });
        workflow.Start();
        seen.Clear();

        workflow.Turn(Inbox.Completed(0));

        Assert.Equal([true, false], seen);
    }

    [Fact]
    public void Other_code_than_the_historys_is_found_out()
    {
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) => context.CallActivityAsync<int>("Charge"));
        workflow.Start();
        using var renamed = workflow.WithCode((WorkflowContext context, string? _) => context.CallActivityAsync<int>("Refund"));
        using var reordered = workflow.WithCode(async (WorkflowContext context, string? _) =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(1));
            return await context.CallActivityAsync<int>("Charge");
        });
        using var shortened = workflow.WithCode((WorkflowContext _, string? _) => Task.FromResult(1));

        AssertFoundOut(renamed, "activity 'Charge'", "activity 'Refund'");
        AssertFoundOut(reordered, "activity 'Charge'", "timer");
        AssertFoundOut(shortened, "activity 'Charge'", "no such call");
    }

    [Fact]
    public void A_result_of_a_call_that_was_never_made_is_found_out()
    {
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) => context.CallActivityAsync<int>("Charge"));
        workflow.Start();

        Assert.Contains("did not make", workflow.Turn(Inbox.Completed(5, "1")).End().FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_of_the_code_fails_the_workflow()
    {
        using var workflow = PlayedWorkflow.Of(Task<int> (WorkflowContext _, string? _) => throw new NotSupportedException("no"));

        var end = workflow.Start().End();

        Assert.Equal((WorkflowStatus.Failed, "System.NotSupportedException", "no"), (end.WorkflowStatus, end.FailureDetails.ErrorType, end.FailureDetails.ErrorMessage));
    }

    [Fact]
    public void A_workflow_that_is_not_registered_fails()
    {
        using var workflow = PlayedWorkflow.Of((WorkflowContext _, string? _) => Task.FromResult(1));
        var started = new HistoryEvent { ExecutionStarted = new ExecutionStartedEvent { Name = "Other" } };

        Assert.Contains("'Other' is not registered", workflow.Turn(started).End().FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    private static void AssertFoundOut(PlayedWorkflow workflow, string past, string present)
    {
        var failure = workflow.Turn(Inbox.Completed(0, "1")).End().FailureDetails;
        Assert.EndsWith("NonDeterministicWorkflowException", failure.ErrorType, StringComparison.Ordinal);
        Assert.Contains($"The history has {past} as call 0, the code made {present}", failure.ErrorMessage, StringComparison.Ordinal);
    }
}
