using System.Diagnostics;
using System.Threading.Channels;
using Dapr.Workflow;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Workflow;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class WorkerTests : IAsyncLifetime
{
    private readonly Channel<Channel<WorkItem>> _streams = Channel.CreateUnbounded<Channel<WorkItem>>();
    private readonly Channel<ActivityResponse> _activities = Channel.CreateUnbounded<ActivityResponse>();
    private readonly Channel<WorkflowResponse> _turns = Channel.CreateUnbounded<WorkflowResponse>();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GrpcStatusException? _refusal;
    private CreateInstanceRequest? _started;
    private LocalServer _sidecar = null!;
    private IHost _host = null!;

    public async Task InitializeAsync()
    {
        _sidecar = await LocalServer.StartGrpcAsync(Map);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("DAPR_GRPC_ENDPOINT", _sidecar.Address.ToString()), new("DAPR_API_TOKEN", "secret")]);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddDaprWorkflow(options =>
        {
            options.RegisterWorkflow("Greet", (WorkflowContext context, string name) => context.CallActivityAsync<string>("Hello", name));
            options.RegisterActivity("Hello", (WorkflowActivityContext context, string name) =>
                Task.FromResult($"{name} {context.InstanceId} {context.TaskExecutionKey} {Activity.Current?.TraceId}"));
            options.RegisterActivity("Wait", async (WorkflowActivityContext _, string _) =>
            {
                await _release.Task;
                return "late";
            });
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _host.StopAsync();
        _host.Dispose();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task A_turn_is_run_and_answered_with_its_token()
    {
        var stream = await _streams.Reader.ReadAsync().AsTask().Soon();
        var now = Timestamp.FromDateTime(new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var request = new WorkflowRequest
        {
            InstanceId = "i1",
            NewEvents =
            {
                new HistoryEvent { Timestamp = now, WorkflowStarted = new WorkflowStartedEvent() },
                new HistoryEvent { Timestamp = now, ExecutionStarted = new ExecutionStartedEvent { Name = "greet", Input = "\"Ada\"" } },
            },
        };

        stream.Writer.TryWrite(new WorkItem { WorkflowRequest = request, CompletionToken = "t1" });

        var response = await _turns.Reader.ReadAsync().AsTask().Soon();
        Assert.Equal(("i1", "t1"), (response.InstanceId, response.CompletionToken));
        Assert.Equal(("Hello", "\"Ada\""), (Assert.Single(response.Actions).ScheduleTask.Name, response.Actions[0].ScheduleTask.Input));
    }

    [Fact]
    public async Task An_activity_is_run_in_its_workflows_trace_and_answered_with_its_token()
    {
        var stream = await _streams.Reader.ReadAsync().AsTask().Soon();
        var request = Request("Hello");
        request.ParentTraceContext = new TraceContext { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };

        stream.Writer.TryWrite(new WorkItem { ActivityRequest = request, CompletionToken = "t2" });

        var response = await _activities.Reader.ReadAsync().AsTask().Soon();
        Assert.Equal(("i1", 3, "t2"), (response.InstanceId, response.TaskId, response.CompletionToken));
        Assert.Equal("\"Ada i1 key-1 0af7651916cd43dd8448eb211c80319c\"", response.Result);
    }

    [Fact]
    public async Task An_activity_that_is_not_there_is_a_failure_of_the_call()
    {
        var stream = await _streams.Reader.ReadAsync().AsTask().Soon();

        stream.Writer.TryWrite(new WorkItem { ActivityRequest = Request("Nobody") });

        var response = await _activities.Reader.ReadAsync().AsTask().Soon();
        Assert.Contains("'Nobody' is not registered", response.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_activities_run_at_a_time()
    {
        var stream = await _streams.Reader.ReadAsync().AsTask().Soon();
        for (var i = 0; i < 20; i++)
        {
            stream.Writer.TryWrite(new WorkItem { ActivityRequest = Request("Wait") });
        }

        stream.Writer.TryWrite(new WorkItem { ActivityRequest = Request("Hello") });

        Assert.StartsWith("\"Ada", (await _activities.Reader.ReadAsync().AsTask().Soon()).Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_ends_or_breaks_is_opened_again()
    {
        (await _streams.Reader.ReadAsync().AsTask().Soon()).Writer.Complete();
        (await _streams.Reader.ReadAsync().AsTask().Soon()).Writer.Complete(new GrpcStatusException(GrpcStatus.Unavailable, "gone"));
        var third = await _streams.Reader.ReadAsync().AsTask().Soon();

        third.Writer.TryWrite(new WorkItem { ActivityRequest = Request("Hello") });

        Assert.StartsWith("\"Ada", (await _activities.Reader.ReadAsync().AsTask().Soon()).Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_runs_when_the_host_stops_is_finished_and_answered()
    {
        var stream = await _streams.Reader.ReadAsync().AsTask().Soon();
        stream.Writer.TryWrite(new WorkItem { ActivityRequest = Request("Wait") });
        stream.Writer.TryWrite(new WorkItem { ActivityRequest = Request("Hello") });
        await _activities.Reader.ReadAsync().AsTask().Soon();

        // Stopping must not end before the activity does: however long this looks, it has not.
        var stopping = _host.StopAsync();
        Assert.NotSame(stopping, await Task.WhenAny(stopping, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None)));
        _release.SetResult();
        await stopping.Soon();

        Assert.True(_activities.Reader.TryRead(out var late));
        Assert.Equal("\"late\"", late.Result);
    }

    [Fact]
    public async Task A_workflow_is_started_with_its_input_and_the_callers_trace()
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        var id = await Client().ScheduleNewWorkflowAsync("Greet", "i1", new { name = "Ada" });

        Assert.Equal("i1", id);
        Assert.Equal(("Greet", """{"name":"Ada"}"""), (_started!.Name, _started.Input));
        Assert.Equal(activity.Id, _started.ParentTraceContext.TraceParent);
    }

    [Fact]
    public async Task An_instance_that_exists_already_is_an_RpcException_with_that_status()
    {
        _refusal = new GrpcStatusException(GrpcStatus.AlreadyExists, "i1 runs");

        var exception = await Assert.ThrowsAsync<RpcException>(() => Client().ScheduleNewWorkflowAsync("Greet", "i1"));

        Assert.Equal(StatusCode.AlreadyExists, exception.StatusCode);
    }

    [Fact]
    public async Task An_instance_that_is_not_there_has_a_state_that_says_so()
    {
        _refusal = new GrpcStatusException(GrpcStatus.NotFound, "no such instance");

        var state = await Client().GetWorkflowStateAsync("i1");

        Assert.False(state.Exists);
        Assert.Equal(WorkflowRuntimeStatus.Unknown, state.RuntimeStatus);
        Assert.Null(state.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_goes_on_through_a_loss_of_the_sidecar_and_reads_the_result()
    {
        _refusal = new GrpcStatusException(GrpcStatus.Unavailable, "restarting");

        var state = await Client().WaitForWorkflowCompletionAsync("i1").Soon();

        Assert.True(state.IsWorkflowCompleted);
        Assert.Equal("Hello", state.ReadOutputAs<string>());
    }

    private static ActivityRequest Request(string name) => new()
    {
        Name = name, Input = "\"Ada\"", TaskId = 3, TaskExecutionId = "key-1", WorkflowInstance = new WorkflowInstance { InstanceId = "i1" },
    };

    private DaprWorkflowClient Client() => _host.Services.GetRequiredService<DaprWorkflowClient>();

    private void Map(WebApplication app)
    {
        app.MapGrpc(WorkflowMethods.Hello, (_, _) => Task.FromResult(new Empty()));
        app.MapGrpcStream(WorkflowMethods.GetWorkItems, (_, context) =>
        {
            Assert.Equal("secret", context.Request.Headers["dapr-api-token"]);
            var stream = Channel.CreateUnbounded<WorkItem>();
            _streams.Writer.TryWrite(stream);
            return stream.Reader.ReadAllAsync(context.RequestAborted);
        });
        app.MapGrpc(WorkflowMethods.CompleteActivityTask, (response, _) => Accept(_activities, response));
        app.MapGrpc(WorkflowMethods.CompleteOrchestratorTask, (response, _) => Accept(_turns, response));
        app.MapGrpc(WorkflowMethods.StartInstance, (request, _) =>
        {
            _started = request;
            return RefuseOnce() ?? Task.FromResult(new CreateInstanceResponse { InstanceId = request.InstanceId });
        });
        app.MapGrpc(WorkflowMethods.GetInstance, (request, _) => State(request));
        app.MapGrpc(WorkflowMethods.WaitForInstanceCompletion, (request, _) => State(request));
    }

    private Task<CreateInstanceResponse>? RefuseOnce() => Interlocked.Exchange(ref _refusal, null) is { } refusal ? throw refusal : null;

    private Task<GetInstanceResponse> State(GetInstanceRequest request)
    {
        RefuseOnce();
        var state = new TicketBooking.DaprWire.Workflow.WorkflowState
        {
            InstanceId = request.InstanceId,
            WorkflowStatus = WorkflowStatus.Completed,
            Output = request.GetInputsAndOutputs ? "\"Hello\"" : null,
        };
        return Task.FromResult(new GetInstanceResponse { Exists = true, WorkflowState = state });
    }

    private static Task<CompleteTaskResponse> Accept<T>(Channel<T> channel, T response)
    {
        channel.Writer.TryWrite(response);
        return Task.FromResult(new CompleteTaskResponse());
    }
}
