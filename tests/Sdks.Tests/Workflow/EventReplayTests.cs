using Dapr.Workflow;
using TicketBooking.DaprWire.Workflow;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class EventReplayTests
{
    [Fact]
    public void An_event_reaches_the_workflow_that_waits_for_it_whatever_its_letter_case()
    {
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) => context.WaitForExternalEventAsync<string>("Paid"));

        Assert.Empty(workflow.Start().Actions);
        Assert.Equal("\"pi_1\"", workflow.Turn(Inbox.Raised("PAID", "\"pi_1\"")).End().Result);
    }

    [Fact]
    public void Events_that_come_before_they_are_waited_for_are_kept_in_order()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            await context.CallActivityAsync("Prepare");
            return await context.WaitForExternalEventAsync<int>("n") * 10 + await context.WaitForExternalEventAsync<int>("n");
        });
        workflow.Start();
        workflow.Turn(Inbox.Raised("n", "1"), Inbox.Raised("other"), Inbox.Raised("n", "2"));

        Assert.Equal("12", workflow.Turn(Inbox.Completed(0)).End().Result);
    }

    [Fact]
    public void One_event_ends_one_wait_the_oldest_first()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            var first = context.WaitForExternalEventAsync<int>("n");
            var second = context.WaitForExternalEventAsync<int>("n");
            return await second * 10 + await first;
        });
        workflow.Start();

        Assert.Empty(workflow.Turn(Inbox.Raised("n", "1")).Actions);
        Assert.Equal("21", workflow.Turn(Inbox.Raised("n", "2")).End().Result);
    }

    [Fact]
    public void A_timer_fires_at_the_workflows_time()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            var before = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromMinutes(3));
            return (context.CurrentUtcDateTime - before).TotalMinutes;
        });

        var timer = Assert.Single(workflow.Start().Actions).CreateTimer;
        Assert.Equal(workflow.Now.AddMinutes(3), timer.FireAt.ToDateTime());
        Assert.Equal(CreateTimerAction.OriginOneofCase.CreateTimer, timer.OriginCase);
        workflow.Now += TimeSpan.FromMinutes(4);

        Assert.Equal("4", workflow.Turn(Inbox.Fired(0)).End().Result);
    }

    [Fact]
    public void An_event_in_time_wins_over_its_timeout()
    {
        using var workflow = WaitsTenMinutes();

        var timer = Assert.Single(workflow.Start().Actions).CreateTimer;

        Assert.Equal((workflow.Now.AddMinutes(10), "Paid"), (timer.FireAt.ToDateTime(), timer.ExternalEvent.Name));
        Assert.Equal("\"paid 7\"", workflow.Turn(Inbox.Raised("Paid", "7")).End().Result);
    }

    [Fact]
    public void A_timeout_is_a_TaskCanceledException()
    {
        using var workflow = WaitsTenMinutes();
        workflow.Start();

        Assert.Equal("\"expired\"", workflow.Turn(Inbox.Fired(0)).End().Result);
    }

    [Fact]
    public void When_both_come_in_one_turn_the_first_in_the_history_wins()
    {
        using var paid = WaitsTenMinutes();
        using var expired = WaitsTenMinutes();
        paid.Start();
        expired.Start();

        Assert.Equal("\"paid 7\"", paid.Turn(Inbox.Raised("Paid", "7"), Inbox.Fired(0)).End().Result);
        Assert.Equal("\"expired\"", expired.Turn(Inbox.Fired(0), Inbox.Raised("Paid", "7")).End().Result);
    }

    [Fact]
    public void An_event_that_lost_against_its_timeout_is_there_for_the_next_wait()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            try
            {
                await context.WaitForExternalEventAsync<int>("Paid", TimeSpan.FromMinutes(10));
            }
            catch (TaskCanceledException)
            {
                await context.CallActivityAsync("Expire");
            }

            return await context.WaitForExternalEventAsync<int>("Paid");
        });
        workflow.Start();
        Assert.Equal("Expire", Assert.Single(workflow.Turn(Inbox.Fired(0), Inbox.Raised("Paid", "7")).Actions).ScheduleTask.Name);

        Assert.Equal("7", workflow.Turn(Inbox.Completed(1)).End().Result);
    }

    [Fact]
    public void An_event_that_is_there_already_needs_no_wait_but_its_timer_keeps_its_place()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            await context.CallActivityAsync("Prepare");
            return await context.WaitForExternalEventAsync<int>("Paid", TimeSpan.FromMinutes(10));
        });
        workflow.Start();
        workflow.Turn(Inbox.Raised("Paid", "7"));

        var actions = workflow.Turn(Inbox.Completed(0)).Actions;

        Assert.Equal([WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer, WorkflowAction.WorkflowActionTypeOneofCase.CompleteWorkflow],
            actions.Select(action => action.WorkflowActionTypeCase));
        Assert.Equal("7", actions[1].CompleteWorkflow.Result);
    }

    [Fact]
    public void A_zero_timeout_waits_for_nothing()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            await Assert.ThrowsAsync<TaskCanceledException>(() => context.WaitForExternalEventAsync<int>("Paid", TimeSpan.Zero));
            return "expired";
        });

        Assert.Equal("\"expired\"", workflow.Start().End().Result);
    }

    [Fact]
    public void A_wait_without_end_has_a_timer_that_an_older_history_may_lack()
    {
        using var workflow = PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
        {
            var paid = context.WaitForExternalEventAsync<int>("Paid", Timeout.InfiniteTimeSpan);
            await context.CallActivityAsync("Remind");
            return await paid;
        });
        Assert.Equal(253402300799, workflow.Start().Actions[0].CreateTimer.FireAt.Seconds);
        workflow.Past.RemoveAll(entry => entry.TimerCreated is not null);
        Assert.Single(workflow.Past, entry => entry.TaskScheduled is not null).EventId = 0;

        Assert.Empty(workflow.Turn(Inbox.Completed(0)).Actions);
        Assert.Equal("7", workflow.Turn(Inbox.Raised("Paid", "7")).End().Result);
    }

    [Fact]
    public void An_event_can_be_sent_to_another_workflow()
    {
        using var workflow = PlayedWorkflow.Of((WorkflowContext context, string? _) =>
        {
            context.SendEvent("other", "Hello", new { n = 1 });
            return Task.FromResult("sent");
        });

        var actions = workflow.Start().Actions;

        Assert.Equal(("other", "Hello", """{"n":1}"""), (actions[0].SendEvent.Instance.InstanceId, actions[0].SendEvent.Name, actions[0].SendEvent.Data));
        Assert.Equal("\"sent\"", actions[1].CompleteWorkflow.Result);
    }

    private static PlayedWorkflow WaitsTenMinutes() => PlayedWorkflow.Of(async (WorkflowContext context, string? _) =>
    {
        try
        {
            return $"paid {await context.WaitForExternalEventAsync<int>("Paid", TimeSpan.FromMinutes(10))}";
        }
        catch (TaskCanceledException)
        {
            return "expired";
        }
    });
}
