using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>What a worker was asked to decide about: one execution, and the inbox rows it was shown.</summary>
internal sealed record Turn(
    string InstanceId, string ExecutionId, IReadOnlyList<long> InboxRows, IReadOnlyList<HistoryEvent> NewEvents, ExecutionStartedEvent Start);
