using Dapr.DurableTask.Protobuf;
using Grpc.Core;
using TicketBooking.Sidecar.Conformance.Targets;
using Xunit;
using Kind = Dapr.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace TicketBooking.Sidecar.Conformance.Workflows;

[Collection(TargetGroup.Name)]
public sealed class WorkflowConformance(TargetFixture fixture)
{
    private GrpcApi Sidecar => fixture.Target.Grpc;

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

        Assert.Equal(OrchestrationStatus.Completed, state.WorkflowStatus);
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
    public async Task Continue_as_new_starts_over_with_its_result_and_what_it_carries()
    {
        await using var worker = NewWorker().Workflow("loop", story => story.Start.Input switch
        {
            "first" when story.Raised("more").Count < 2 => [],
            "first" => [Act.Complete(0, "second", OrchestrationStatus.ContinuedAsNew, story.All.Where(e => e.EventRaised is not null).Skip(1))],
            _ => [Act.Complete(0, $"{story.Start.Input} {string.Join(',', story.Raised("more"))}")],
        }).Connect();
        var id = await Sidecar.StartAsync("loop", "first");
        await Sidecar.RaiseAsync(id, "more", "a");
        await Sidecar.RaiseAsync(id, "more", "b");

        var state = await Sidecar.EndedAsync(id);

        Assert.Equal("second b", state.Output);
        Assert.Equal(OrchestrationStatus.Completed, state.WorkflowStatus);
    }

    [Fact]
    public async Task An_id_is_taken_while_active_and_free_again_afterwards()
    {
        await using var worker = NewWorker().Workflow("once", story => story.Raised("end").Count > 0 ? [Act.Complete(0, story.Start.Input)] : []).Connect();
        var id = await Sidecar.StartAsync("once", "first");
        await Sidecar.StartedAsync(id);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => Sidecar.StartAsync("once", "second", id));
        await Sidecar.RaiseAsync(id, "end");
        Assert.Equal("first", (await Sidecar.EndedAsync(id)).Output);
        await Sidecar.StartAsync("once", "second", id);
        await Sidecar.RaiseAsync(id, "end");

        Assert.Equal(StatusCode.AlreadyExists, refusal.StatusCode);
        Assert.Equal("second", (await Sidecar.EndedAsync(id)).Output);
    }

    [Fact]
    public async Task An_ended_instance_can_be_purged_and_an_active_one_cannot()
    {
        await using var worker = NewWorker().Workflow("purged", story => story.Raised("end").Count > 0 ? [Act.Complete(0, null)] : []).Connect();
        var id = await Sidecar.StartAsync("purged");
        await Sidecar.StartedAsync(id);

        await Assert.ThrowsAsync<RpcException>(() => Sidecar.PurgeAsync(id));
        Assert.True((await Sidecar.GetAsync(id)).Exists);
        await Sidecar.RaiseAsync(id, "end");
        await Sidecar.EndedAsync(id);

        Assert.Equal(1, (await Sidecar.PurgeAsync(id)).DeletedInstanceCount);
        Assert.False((await Sidecar.GetAsync(id)).Exists);
    }

    [Fact]
    public async Task A_terminated_instance_ends_as_terminated()
    {
        await using var worker = NewWorker().Workflow("endless", _ => []).Connect();
        var id = await Sidecar.StartAsync("endless");
        await Sidecar.StartedAsync(id);

        await Sidecar.TerminateAsync(id);

        Assert.Equal(OrchestrationStatus.Terminated, (await Sidecar.EndedAsync(id)).WorkflowStatus);
    }

    [Fact]
    public async Task An_unknown_instance_does_not_exist_and_hears_nothing()
    {
        Assert.False((await Sidecar.GetAsync("nobody")).Exists);

        await Assert.ThrowsAsync<RpcException>(() => Sidecar.RaiseAsync("nobody", "paid"));
    }

    [Fact]
    public async Task To_purge_an_unknown_instance_is_an_error_without_a_name()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Sidecar.PurgeAsync($"{Guid.CreateVersion7()}"));

        Assert.Equal(StatusCode.Unknown, refusal.StatusCode);
        Assert.Equal("failed to purge workflow state: failed to fetch workflow state: no such instance exists", refusal.Status.Detail);
    }

    private TestWorker NewWorker() => new(Sidecar);
}
