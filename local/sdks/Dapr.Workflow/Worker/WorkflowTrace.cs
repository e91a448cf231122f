using System.Diagnostics;
using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Worker;

/// <summary>Continues the trace that the sidecar hands over with a work item.</summary>
internal static class WorkflowTrace
{
    private static readonly ActivitySource Source = new("Dapr.Workflow");

    /// <summary>Makes a span current, for a listener's eyes if there is one, else just so that outgoing calls carry the trace on.</summary>
    public static Activity? Start(string name, TraceContext? parent)
    {
        if (parent is null || !ActivityContext.TryParse(parent.TraceParent, parent.TraceState, isRemote: true, out var context))
        {
            return null;
        }

        return Source.StartActivity(name, ActivityKind.Internal, context) ?? StartUnheard(name, parent);
    }

    /// <summary>Continues the trace without a span of its own: a turn is replayed often and lasts no time.</summary>
    public static Activity? StartUnheard(string name, TraceContext? parent)
    {
        if (string.IsNullOrEmpty(parent?.TraceParent))
        {
            return null;
        }

        var activity = new Activity(name) { TraceStateString = parent.TraceState };
        activity.SetParentId(parent.TraceParent);
        return activity.Start();
    }
}
