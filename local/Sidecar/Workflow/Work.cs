using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Work that a worker has in hand. <see cref="Turn"/> or <see cref="Activity"/> is set.</summary>
internal sealed record Work(WorkKey Key, Turn? Turn, ActivityRequest? Activity, WorkItem Item);
