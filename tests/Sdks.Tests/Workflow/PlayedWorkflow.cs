using Dapr.Workflow;
using Dapr.Workflow.Engine;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sdks.Tests;

/// <summary>
/// Plays the sidecar's part for one instance: keeps its history, hands it turns, and turns decisions into history as the protocol says.
/// After each turn it replays the whole history once more and expects nothing new.
/// </summary>
internal sealed class PlayedWorkflow : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly WorkflowTurn _turn;

    private PlayedWorkflow(Action<WorkflowRuntimeOptions> configure)
    {
        var options = new WorkflowRuntimeOptions();
        configure(options);
        _turn = new WorkflowTurn(options, _services.GetRequiredService<IServiceScopeFactory>(), NullLoggerFactory.Instance);
    }

    public List<HistoryEvent> Past { get; } = [];

    public DateTime Now { get; set; } = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    public static PlayedWorkflow Of<TInput, TOutput>(Func<WorkflowContext, TInput, Task<TOutput>> code) =>
        new(options => options.RegisterWorkflow("Test", code));

    /// <summary>Other code for the history so far.</summary>
    public PlayedWorkflow WithCode<TInput, TOutput>(Func<WorkflowContext, TInput, Task<TOutput>> code)
    {
        var changed = Of(code);
        changed.Past.AddRange(Past);
        changed.Now = Now;
        return changed;
    }

    public WorkflowResponse Start(string? input = null) => Turn(new HistoryEvent
    {
        EventId = -1,
        ExecutionStarted = new ExecutionStartedEvent
        {
            Name = "Test", Input = input, WorkflowInstance = new WorkflowInstance { InstanceId = "instance-1" },
        },
    });

    public WorkflowResponse Turn(params HistoryEvent[] inbox)
    {
        HistoryEvent[] news = [new HistoryEvent { EventId = -1, WorkflowStarted = new WorkflowStartedEvent() }, .. inbox];
        foreach (var entry in news)
        {
            entry.Timestamp = Timestamp.FromDateTime(Now);
        }

        var response = Run(news);
        Past.AddRange(news);
        Past.AddRange(response.Actions.Select(Confirmation).OfType<HistoryEvent>());
        if (!response.Actions.Any(action => action.CompleteWorkflow is not null))
        {
            Xunit.Assert.Empty(Run([]).Actions);
        }

        return response;
    }

    public void Dispose() => _services.Dispose();

    private WorkflowResponse Run(HistoryEvent[] news)
    {
        var request = new WorkflowRequest { InstanceId = "instance-1", PastEvents = { Past }, NewEvents = { news } };
        return _turn.Run(request, "token");
    }

    private static HistoryEvent? Confirmation(WorkflowAction action) => action switch
    {
        { ScheduleTask: { } task } => new HistoryEvent
        {
            EventId = action.Id, TaskScheduled = new TaskScheduledEvent { Name = task.Name, TaskExecutionId = task.TaskExecutionId },
        },
        { CreateTimer: { } timer } => new HistoryEvent
        {
            EventId = action.Id, TimerCreated = new TimerCreatedEvent { FireAt = timer.FireAt, ExternalEvent = timer.ExternalEvent },
        },
        { CreateChildWorkflow: { } child } => new HistoryEvent
        {
            EventId = action.Id,
            ChildWorkflowInstanceCreated = new ChildWorkflowInstanceCreatedEvent { InstanceId = child.InstanceId, Name = child.Name },
        },
        { SendEvent: { } sent } => new HistoryEvent
        {
            EventId = action.Id, EventSent = new EventSentEvent { InstanceId = sent.Instance.InstanceId, Name = sent.Name },
        },
        _ => null,
    };
}
