using Dapr.DurableTask.Protobuf;
using Grpc.Core;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Sidecar.Conformance.Workflows;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

public sealed class EmbeddedWorkflowTests : IAsyncLifetime
{
    private const string App = "app";
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);
    private TestPostgres _postgres = null!;

    public async ValueTask InitializeAsync() => _postgres = await TestPostgres.CreateAsync();

    public async ValueTask DisposeAsync() => await _postgres.DisposeAsync();

    [Fact]
    public async Task Never_two_turns_of_one_instance_at_once_whoever_works()
    {
        const int Events = 60;
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, (App, 0));
        using var grpc = GrpcOf(sidecar);
        var (running, worst) = (0, 0);
        async Task LookAsync(WorkItem item)
        {
            worst = Math.Max(worst, Interlocked.Increment(ref running));
            await grpc.GetAsync(item.WorkflowRequest.InstanceId);
            Interlocked.Decrement(ref running);
        }

        TestWorker Worker() => new TestWorker(grpc) { OnItem = LookAsync }
            .Workflow("counter", story => story.Raised("tick").Count == Events ? [Act.Complete(0, "all")] : []).Connect();
        await using var one = Worker();
        await using var two = Worker();
        var id = await grpc.StartAsync("counter");

        await Task.WhenAll(Enumerable.Range(0, Events).Select(n => grpc.RaiseAsync(id, "tick", $"{n}")));

        Assert.Equal("all", (await grpc.EndedAsync(id)).Output);
        Assert.Equal(1, worst);
    }

    [Fact]
    public async Task An_answer_that_was_given_already_changes_nothing()
    {
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, (App, 0));
        using var grpc = GrpcOf(sidecar);
        using var items = new ItemReader(grpc);
        var id = await grpc.StartAsync("manual");
        var turn = await items.NextAsync();

        await AnswerAsync(grpc, turn, Act.Activity(0, "pay"));
        await AnswerAsync(grpc, turn, Act.Complete(0, "from a duplicate"));
        var activity = await items.NextAsync();
        await CompleteAsync(grpc, activity, "first");
        await CompleteAsync(grpc, activity, "second");
        var last = await items.NextAsync();
        await AnswerAsync(grpc, last, Act.Complete(1, "done"));

        Assert.Equal("first", Assert.Single(last.WorkflowRequest.NewEvents, e => e.TaskCompleted is not null).TaskCompleted.Result);
        Assert.Equal("done", (await grpc.EndedAsync(id)).Output);
    }

    [Fact]
    public async Task What_a_lost_worker_had_in_hand_is_given_to_another_and_its_late_answer_ignored()
    {
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, (App, 0));
        using var grpc = GrpcOf(sidecar);
        var lost = new ItemReader(grpc);
        var id = await grpc.StartAsync("manual");
        var first = await lost.NextAsync();
        lost.Dispose();

        using var other = new ItemReader(grpc);
        var again = await other.NextAsync();
        await AnswerAsync(grpc, first, Act.Complete(0, "late"));
        await AnswerAsync(grpc, again, Act.Complete(0, "in time"));

        Assert.NotEqual(first.CompletionToken, again.CompletionToken);
        Assert.Equal("in time", (await grpc.EndedAsync(id)).Output);
    }

    [Fact]
    public async Task After_kill_9_workflows_go_on_where_they_were()
    {
        string waiting, sleeping, charging;
        await using (var first = await SidecarProcess.StartAsync(_postgres, (App, 0)))
        {
            using var grpc = first.GrpcOf(App);
            var charged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var worker = NewWorker(grpc).Activity("charge", async _ =>
            {
                charged.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
                return null;
            }).Connect();
            (waiting, sleeping, charging) = (await grpc.StartAsync("waiting"), await grpc.StartAsync("sleeping"), await grpc.StartAsync("charging"));
            await grpc.RaiseAsync(waiting, "one", "1");
            await Task.WhenAll(grpc.StartedAsync(waiting), grpc.StartedAsync(sleeping));
            await charged.Task.WaitAsync(GiveUpAfter);
        }

        await using var second = await SidecarProcess.StartAsync(_postgres, (App, 0));
        using var back = second.GrpcOf(App);
        await using var next = NewWorker(back).Activity("charge", _ => "charged again").Connect();
        await back.RaiseAsync(waiting, "two", "2");

        Assert.Equal("12", (await back.EndedAsync(waiting)).Output);
        Assert.Equal("slept", (await back.EndedAsync(sleeping)).Output);
        Assert.Equal("charged again", (await back.EndedAsync(charging)).Output);
    }

    [Fact]
    public async Task What_the_sidecar_does_not_do_fails_the_instance_and_is_named()
    {
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, (App, 0));
        using var grpc = GrpcOf(sidecar);
        await using var worker = new TestWorker(grpc)
            .Workflow("parent", _ => [new WorkflowAction { Id = 7, CreateChildWorkflow = new CreateChildWorkflowAction { Name = "child" } }]).Connect();

        var state = await grpc.EndedAsync(await grpc.StartAsync("parent"));

        Assert.Equal(OrchestrationStatus.Failed, state.WorkflowStatus);
        Assert.Contains("Action 7", state.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_in_the_future_waits_for_its_time()
    {
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, (App, 0));
        using var grpc = GrpcOf(sidecar);
        await using var worker = new TestWorker(grpc).Workflow("later", story => [Act.Complete(0, string.Join(',', story.Raised("early")))]).Connect();
        var at = TimeProvider.System.GetUtcNow().AddMilliseconds(400);
        var call = new CreateInstanceRequest { InstanceId = "later-1", Name = "later", ScheduledStartTimestamp = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(at) };

        await grpc.Workflows.StartInstanceAsync(call);
        await grpc.RaiseAsync("later-1", "early", "bird");
        var state = await grpc.EndedAsync("later-1");

        Assert.True(state.CompletedTimestamp.ToDateTimeOffset() >= at);
        Assert.Equal("bird", state.Output);
    }

    [Fact]
    public async Task A_waiting_call_ends_when_the_sidecar_stops()
    {
        var sidecar = await EmbeddedSidecar.StartAsync(_postgres, (App, 0));
        using var grpc = GrpcOf(sidecar);
        var id = await grpc.StartAsync("nobody-works");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => Task.WhenAll(grpc.EndedAsync(id), StopAsync()));

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);

        async Task StopAsync()
        {
            Assert.Equal(OrchestrationStatus.Pending, (await grpc.GetAsync(id)).WorkflowState.WorkflowStatus);
            await sidecar.DisposeAsync();
        }
    }

    private static TestWorker NewWorker(GrpcApi grpc) => new TestWorker(grpc)
        .Workflow("waiting", story => story.Raised("two").Count > 0 ? [Act.Complete(0, story.Raised("one")[0] + story.Raised("two")[0])] : [])
        .Workflow("sleeping", story => !story.Scheduled(0) ? [Act.Timer(0, TimeSpan.FromSeconds(3))] : story.Fired(0) ? [Act.Complete(1, "slept")] : [])
        .Workflow("charging", story => !story.Scheduled(0) ? [Act.Activity(0, "charge")] : story.ResultOf(0) is { } result ? [Act.Complete(1, result)] : []);

    private static GrpcApi GrpcOf(SidecarHost sidecar) => new(new Uri($"http://localhost:{sidecar[App].GrpcPort}"), EmbeddedTarget.Token);

    private static async Task AnswerAsync(GrpcApi grpc, WorkItem item, WorkflowAction action)
    {
        var answer = new WorkflowResponse { InstanceId = item.WorkflowRequest.InstanceId, CompletionToken = item.CompletionToken };
        answer.Actions.Add(action);
        await grpc.Workflows.CompleteWorkflowTaskAsync(answer);
    }

    private static async Task CompleteAsync(GrpcApi grpc, WorkItem item, string result) => await grpc.Workflows.CompleteActivityTaskAsync(new ActivityResponse
    {
        InstanceId = item.ActivityRequest.WorkflowInstance.InstanceId, TaskId = item.ActivityRequest.TaskId, Result = result, CompletionToken = item.CompletionToken,
    });
}
