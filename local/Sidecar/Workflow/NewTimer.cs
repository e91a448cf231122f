using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>An event to be put into an instance's inbox at a time.</summary>
internal sealed record NewTimer(Guid Id, DateTimeOffset FireAt, HistoryEvent Event);
