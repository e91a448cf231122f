using System.Diagnostics;

namespace TicketBooking.Platform;

/// <summary>Continues the traces of the requests that caused messages.</summary>
internal static class MessageTrace
{
    private static readonly ActivitySource Source = new("TicketBooking.Messaging");

    /// <summary>
    /// Begins an activity in the trace of the first message, with links to those of the others. Without an exporter the source makes no
    /// activity. One is made here then, so that outbox rows and calls continue the trace.
    /// </summary>
    public static Activity Continue(string name, IReadOnlyList<ChangeEvent> changes)
    {
        var parent = ContextOf(changes[0]);
        if (Source.StartActivity(name, ActivityKind.Consumer, parent, links: changes.Skip(1).Select(ContextOf).Where(IsSet).Select(Link)) is { } exported)
        {
            return exported;
        }

        var activity = new Activity(name);
        return (IsSet(parent) ? activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags) : activity).Start();
    }

    private static ActivityContext ContextOf(ChangeEvent change) =>
        ActivityContext.TryParse(change.TraceParent, null, out var context) ? context : default;

    private static bool IsSet(ActivityContext context) => context != default;

    private static ActivityLink Link(ActivityContext context) => new(context);
}
