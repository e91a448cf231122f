using Dapr.DurableTask.Protobuf;

namespace TicketBooking.Sidecar.Conformance.Workflows;

/// <summary>What has happened to an instance so far, as a worker is told: the questions that test workflows ask.</summary>
internal sealed class Story(WorkflowRequest request)
{
    public string InstanceId => request.InstanceId;

    public IReadOnlyList<HistoryEvent> All { get; } = [.. request.PastEvents, .. request.NewEvents];

    public ExecutionStartedEvent Start => All.Select(e => e.ExecutionStarted).Last(s => s is not null)!;

    public bool IsTerminated => All.Any(e => e.ExecutionTerminated is not null);

    public bool Scheduled(int id) => All.Any(e => e.EventId == id && (e.TaskScheduled ?? (object?)e.TimerCreated) is not null);

    public string? ResultOf(int id) => All.FirstOrDefault(e => e.TaskCompleted?.TaskScheduledId == id)?.TaskCompleted.Result;

    public string? FailureOf(int id) => All.FirstOrDefault(e => e.TaskFailed?.TaskScheduledId == id)?.TaskFailed.FailureDetails.ErrorMessage;

    public bool Fired(int id) => All.Any(e => e.TimerFired?.TimerId == id);

    public IReadOnlyList<string> Raised(string name) => [.. All.Where(e => e.EventRaised?.Name == name).Select(e => e.EventRaised.Input ?? "")];
}
