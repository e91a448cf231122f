using Google.Protobuf.WellKnownTypes;
using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Makes and classifies history events. Those that are no answer to an action carry event id -1.</summary>
internal static class Events
{
    public static HistoryEvent At(DateTimeOffset now) => new() { EventId = -1, Timestamp = now.ToTimestamp() };

    public static HistoryEvent At(DateTimeOffset now, Action<HistoryEvent> fill)
    {
        var happened = At(now);
        fill(happened);
        return happened;
    }

    /// <summary>Whether an event that is still in the inbox means something to the next generation after continue-as-new.</summary>
    public static bool OutlivesGeneration(HistoryEvent happened) => happened.EventTypeCase
        is HistoryEvent.EventTypeOneofCase.EventRaised
        or HistoryEvent.EventTypeOneofCase.ExecutionTerminated
        or HistoryEvent.EventTypeOneofCase.ExecutionSuspended
        or HistoryEvent.EventTypeOneofCase.ExecutionResumed;

    /// <summary>An instance starts with its start, whatever was raised before it.</summary>
    public static IEnumerable<HistoryEvent> InTurnOrder(IEnumerable<HistoryEvent> inbox) =>
        inbox.OrderBy(e => e.EventTypeCase == HistoryEvent.EventTypeOneofCase.ExecutionStarted ? 0 : 1);
}
