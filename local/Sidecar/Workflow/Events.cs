using Google.Protobuf.WellKnownTypes;
using Kind = TicketBooking.Sidecar.Wire.HistoryEvent.EventTypeOneofCase;
using Origin = TicketBooking.Sidecar.Wire.CreateTimerAction.OriginOneofCase;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Makes and orders history events. Those that are no answer to an action carry event id -1.</summary>
internal static class Events
{
    public static HistoryEvent At(DateTimeOffset now, Action<HistoryEvent> fill, int id = -1)
    {
        var happened = new HistoryEvent { EventId = id, Timestamp = now.ToTimestamp() };
        fill(happened);
        return happened;
    }

    public static WorkflowInstance NewExecution(string instanceId, DateTimeOffset now) =>
        new() { InstanceId = instanceId, ExecutionId = Guid.CreateVersion7(now).ToString("N") };

    /// <summary>A timer as the history remembers it: the action, origin included.</summary>
    public static TimerCreatedEvent TimerCreated(CreateTimerAction timer)
    {
        var created = timer.OriginCase switch
        {
            Origin.ExternalEvent => new TimerCreatedEvent { ExternalEvent = timer.ExternalEvent },
            Origin.ActivityRetry => new TimerCreatedEvent { ActivityRetry = timer.ActivityRetry },
            Origin.CreateTimer => new TimerCreatedEvent { CreateTimer = timer.CreateTimer },
            _ => new TimerCreatedEvent(),
        };
        created.FireAt = timer.FireAt;
        return created;
    }

    /// <summary>An instance starts with its start, whatever was raised before it; the rest comes in the order in which it happened.</summary>
    public static IEnumerable<HistoryEvent> InTurnOrder(IEnumerable<HistoryEvent> news) =>
        news.OrderBy(e => e.EventTypeCase == Kind.ExecutionStarted ? 0 : 1).ThenBy(e => e.TimerFired?.FireAt ?? e.Timestamp);
}
