using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>A timer as the history remembers it: the action, origin included.</summary>
internal static class TimerEvents
{
    public static TimerCreatedEvent Created(CreateTimerAction timer)
    {
        var created = new TimerCreatedEvent { FireAt = timer.FireAt };
        if (timer.HasName)
        {
            created.Name = timer.Name;
        }

        switch (timer.OriginCase)
        {
            case CreateTimerAction.OriginOneofCase.CreateTimer:
                created.CreateTimer = timer.CreateTimer;
                break;
            case CreateTimerAction.OriginOneofCase.ExternalEvent:
                created.ExternalEvent = timer.ExternalEvent;
                break;
            case CreateTimerAction.OriginOneofCase.ActivityRetry:
                created.ActivityRetry = timer.ActivityRetry;
                break;
            case CreateTimerAction.OriginOneofCase.ChildWorkflowRetry:
                created.ChildWorkflowRetry = timer.ChildWorkflowRetry;
                break;
            case CreateTimerAction.OriginOneofCase.None:
            default:
                break;
        }

        return created;
    }
}
