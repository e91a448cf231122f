using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>An instance to be created: its row and the event that starts it.</summary>
internal sealed record NewInstance(Instance Instance, HistoryEvent Start);
