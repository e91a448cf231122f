using System.Net;
using System.Text.Json;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Workflow;
using TicketBooking.Sidecar.Conformance.Targets;
using Xunit;
using Kind = TicketBooking.DaprWire.Workflow.HistoryEvent.EventTypeOneofCase;

namespace TicketBooking.Sidecar.Conformance.Workflows;

[Collection(TargetGroup.Name)]
public sealed class WorkflowConformance(TargetFixture fixture)
{
    private GrpcClient Sidecar => fixture.Target.Grpc;

    [Fact]
    public async Task An_activity_a_timer_and_an_event_are_waited_for_in_turn()
    {
        await using var worker = NewWorker()
            .Activity("charge", input => $"charged {input}")
            .Workflow("payment", story => story switch
            {
                _ when !story.Scheduled(0) => [Act.Activity(0, "charge", story.Start.Input)],
                _ when story.ResultOf(0) is null => [],
                _ when !story.Scheduled(1) => [Act.Timer(1, TimeSpan.FromMilliseconds(30))],
                _ when !story.Fired(1) || story.Raised("paid").Count == 0 => [],
                _ => [Act.Complete(2, $"{story.ResultOf(0)}, {story.Raised("paid")[0]}")],
            }).Connect();
        var id = await Sidecar.StartAsync("payment", "ten");
        await Sidecar.RaiseAsync(id, "paid", "thanks");

        var state = await Sidecar.EndedAsync(id);

        Assert.Equal(WorkflowStatus.Completed, state.WorkflowStatus);
        Assert.Equal("charged ten, thanks", state.Output);
        Assert.Equal("ten", state.Input);
        Assert.Contains("events", state.CustomStatus, StringComparison.Ordinal);
        Assert.NotNull(state.CreatedTimestamp);
    }

    [Fact]
    public async Task Every_turn_brings_the_whole_history_and_a_clock()
    {
        var turns = new List<WorkflowRequest>();
        await using var worker = NewWorker().Activity("one", _ => "1").Workflow("history", story =>
            !story.Scheduled(0) ? [Act.Activity(0, "one")] : [Act.Complete(1, story.ResultOf(0))]);
        worker.OnItem = item =>
        {
            if (item.WorkflowRequest is not null)
            {
                turns.Add(item.WorkflowRequest);
            }

            return Task.CompletedTask;
        };
        worker.Connect();

        await Sidecar.EndedAsync(await Sidecar.StartAsync("history"));

        Assert.Empty(turns[0].PastEvents);
        Assert.Equal([Kind.WorkflowStarted, Kind.ExecutionStarted], turns[0].NewEvents.Select(e => e.EventTypeCase));
        Assert.Equal([Kind.WorkflowStarted, Kind.ExecutionStarted, Kind.TaskScheduled], turns[1].PastEvents.Select(e => e.EventTypeCase));
        Assert.Equal([Kind.WorkflowStarted, Kind.TaskCompleted], turns[1].NewEvents.Select(e => e.EventTypeCase));
        Assert.All(turns.SelectMany(t => t.PastEvents.Concat(t.NewEvents)), e => Assert.NotNull(e.Timestamp));
        Assert.Equal(0, turns[1].PastEvents[2].EventId);
        Assert.Equal(turns[1].PastEvents[2].TaskScheduled.TaskExecutionId, turns[1].NewEvents[1].TaskCompleted.TaskExecutionId);
    }

    [Fact]
    public async Task A_failed_activity_is_told_as_a_failure()
    {
        await using var worker = NewWorker()
            .Activity("decline", (string _) => throw new InvalidOperationException("no money"))
            .Workflow("declined", story => !story.Scheduled(0) ? [Act.Activity(0, "decline")] : [Act.Complete(1, story.FailureOf(0))]).Connect();

        var state = await Sidecar.EndedAsync(await Sidecar.StartAsync("declined"));

        Assert.Equal("no money", state.Output);
    }

    [Fact]
    public async Task A_child_reports_its_result_to_its_parent()
    {
        await using var worker = NewWorker()
            .Workflow("child", story => [Act.Complete(0, $"{story.Start.Input}!")])
            .Workflow("parent", story => !story.Scheduled(0)
                ? [Act.Child(0, "child", $"{story.InstanceId}-child", "hello")]
                : [Act.Complete(1, story.ResultOf(0))]).Connect();

        var state = await Sidecar.EndedAsync(await Sidecar.StartAsync("parent"));

        Assert.Equal("hello!", state.Output);
    }

    [Fact]
    public async Task Terminating_a_parent_terminates_its_children()
    {
        await using var worker = NewWorker()
            .Workflow("waiting-child", _ => [])
            .Workflow("waiting-parent", story => story.Scheduled(0) ? [] : [Act.Child(0, "waiting-child", $"{story.InstanceId}-child")]).Connect();
        var id = await Sidecar.StartAsync("waiting-parent");
        await Sidecar.StartedAsync(id);
        await Sidecar.StartedAsync($"{id}-child");

        await Sidecar.TerminateAsync(id);

        Assert.Equal(WorkflowStatus.Terminated, (await Sidecar.EndedAsync(id)).WorkflowStatus);
        Assert.Equal(WorkflowStatus.Terminated, (await Sidecar.EndedAsync($"{id}-child")).WorkflowStatus);
    }

    [Fact]
    public async Task Continue_as_new_starts_over_with_its_result_and_what_it_carries()
    {
        await using var worker = NewWorker().Workflow("loop", story => story.Start.Input switch
        {
            "first" when story.Raised("more").Count < 2 => [],
            "first" => [Act.Complete(0, "second", WorkflowStatus.ContinuedAsNew, story.All.Where(e => e.EventRaised is not null).Skip(1))],
            _ => [Act.Complete(0, $"{story.Start.Input} {string.Join(',', story.Raised("more"))}")],
        }).Connect();
        var id = await Sidecar.StartAsync("loop", "first");
        await Sidecar.RaiseAsync(id, "more", "a");
        await Sidecar.RaiseAsync(id, "more", "b");

        var state = await Sidecar.EndedAsync(id);

        Assert.Equal("second b", state.Output);
        Assert.Equal(WorkflowStatus.Completed, state.WorkflowStatus);
    }

    [Fact]
    public async Task An_event_can_be_sent_to_another_instance()
    {
        await using var worker = NewWorker()
            .Workflow("listener", story => story.Raised("news") is [var news, ..] ? [Act.Complete(0, news)] : [])
            .Workflow("sender", story => [Act.Send(0, story.Start.Input, "news", "hot"), Act.Complete(1, null)]).Connect();
        var listener = await Sidecar.StartAsync("listener");
        await Sidecar.StartedAsync(listener);

        await Sidecar.StartAsync("sender", listener);

        Assert.Equal("hot", (await Sidecar.EndedAsync(listener)).Output);
    }

    [Fact]
    public async Task An_id_is_taken_while_active_and_free_again_afterwards()
    {
        await using var worker = NewWorker().Workflow("once", story => story.Raised("end").Count > 0 ? [Act.Complete(0, story.Start.Input)] : []).Connect();
        var id = await Sidecar.StartAsync("once", "first");
        await Sidecar.StartedAsync(id);

        var refusal = await Assert.ThrowsAsync<GrpcStatusException>(() => Sidecar.StartAsync("once", "second", id));
        await Sidecar.RaiseAsync(id, "end");
        Assert.Equal("first", (await Sidecar.EndedAsync(id)).Output);
        await Sidecar.StartAsync("once", "second", id);
        await Sidecar.RaiseAsync(id, "end");

        Assert.Equal(GrpcStatus.AlreadyExists, refusal.Status);
        Assert.Equal("second", (await Sidecar.EndedAsync(id)).Output);
    }

    [Fact]
    public async Task Suspended_and_resumed_show_in_the_status()
    {
        await using var worker = NewWorker().Workflow("paused", story => story.Raised("end").Count > 0 ? [Act.Complete(0, null)] : []).Connect();
        var id = await Sidecar.StartAsync("paused");
        await Sidecar.StartedAsync(id);

        await Sidecar.CallAsync(WorkflowMethods.SuspendInstance, new SuspendRequest { InstanceId = id });
        await UntilAsync(id, WorkflowStatus.Suspended);
        await Sidecar.CallAsync(WorkflowMethods.ResumeInstance, new ResumeRequest { InstanceId = id });
        await UntilAsync(id, WorkflowStatus.Running);
        await Sidecar.RaiseAsync(id, "end");

        Assert.Equal(WorkflowStatus.Completed, (await Sidecar.EndedAsync(id)).WorkflowStatus);
    }

    [Fact]
    public async Task An_ended_instance_can_be_purged_and_an_active_one_cannot()
    {
        await using var worker = NewWorker().Workflow("purged", story => story.Raised("end").Count > 0 ? [Act.Complete(0, null)] : []).Connect();
        var id = await Sidecar.StartAsync("purged");
        await Sidecar.StartedAsync(id);

        await Assert.ThrowsAsync<GrpcStatusException>(() => Sidecar.PurgeAsync(id));
        Assert.True((await Sidecar.GetAsync(id)).Exists);
        await Sidecar.RaiseAsync(id, "end");
        await Sidecar.EndedAsync(id);

        Assert.Equal(1, (await Sidecar.PurgeAsync(id)).DeletedInstanceCount);
        Assert.False((await Sidecar.GetAsync(id)).Exists);
    }

    [Fact]
    public async Task An_unknown_instance_does_not_exist_and_hears_nothing()
    {
        Assert.False((await Sidecar.GetAsync("nobody")).Exists);

        await Assert.ThrowsAsync<GrpcStatusException>(() => Sidecar.RaiseAsync("nobody", "paid"));
    }

    [Fact]
    public async Task The_http_api_manages_the_same_instances()
    {
        await using var worker = NewWorker().Workflow("by-http", story => story.Raised("end") is [var end, ..] ? [Act.Complete(0, end)] : []).Connect();
        var id = $"http-{Guid.CreateVersion7()}";

        using var start = await fixture.Target.Http.PostAsync($"/v1.0/workflows/dapr/by-http/start?instanceID={id}", new StringContent("in"));
        await Sidecar.StartedAsync(id);
        using var again = await fixture.Target.Http.PostAsync($"/v1.0/workflows/dapr/by-http/start?instanceID={id}", null);
        using var raise = await fixture.Target.Http.PostAsync($"/v1.0/workflows/dapr/{id}/raiseEvent/end", new StringContent("out"));
        await Sidecar.EndedAsync(id);
        var state = await fixture.Target.Http.GetFromJsonAsync<JsonElement>($"/v1.0/workflows/dapr/{id}");
        using var purge = await fixture.Target.Http.PostAsync($"/v1.0/workflows/dapr/{id}/purge", null);
        using var gone = await fixture.Target.Http.GetAsync($"/v1.0/workflows/dapr/{id}");

        Assert.Equal(HttpStatusCode.Accepted, start.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, again.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, raise.StatusCode);
        Assert.Equal("COMPLETED", state.GetProperty("runtimeStatus").GetString());
        Assert.Equal("out", state.GetProperty("properties").GetProperty("dapr.workflow.output").GetString());
        Assert.Equal(HttpStatusCode.Accepted, purge.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private TestWorker NewWorker() => new(Sidecar);

    // The status has no waiting call of its own; each look is a call, and the limit is the test's patience.
    private async Task UntilAsync(string id, WorkflowStatus status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await Sidecar.GetAsync(id)).WorkflowState.WorkflowStatus != status)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        }
    }
}
