using Dapr.Workflow;
using Grpc.Core;
using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Payments;

/// <summary>Deletes workflows that have ended.</summary>
internal static class WorkflowPurge
{
    /// <summary>
    /// Deletes it. One that is gone counts as deleted: retention was faster, an earlier answer was lost, or the whole store was. The
    /// runtime may still say that it exists, because it remembers workflows whose stored state is gone.
    /// </summary>
    public static async Task PurgeIfThereAsync(this DaprWorkflowClient workflows, string step, string id, CancellationToken cancellationToken)
    {
        try
        {
            await Spans.RunAsync(step, () => workflows.PurgeInstanceAsync(id, cancellationToken));
        }
        catch (RpcException exception) when (IsGone(exception))
        {
            // Trying again would fail for ever.
        }
    }

    /// <summary>Whether the runtime says so: with the status NotFound, or as daprd 1.18 with Unknown and this text.</summary>
    private static bool IsGone(RpcException exception) => exception.StatusCode == StatusCode.NotFound
        || (exception.StatusCode == StatusCode.Unknown
            && exception.Status.Detail.Contains("no such instance exists", StringComparison.Ordinal));
}
