using Microsoft.Extensions.Logging;
using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Worker;

internal sealed partial class WorkflowWorker
{
    private void LogFailure(WorkflowResponse response)
    {
        if (response.Actions.LastOrDefault()?.CompleteWorkflow is { WorkflowStatus: WorkflowStatus.Failed } end)
        {
            LogWorkflowFailed(logger, response.InstanceId, end.FailureDetails.ErrorType, end.FailureDetails.ErrorMessage);
        }
    }

    [LoggerMessage(EventId = 9103, Level = LogLevel.Warning, Message = "The sidecar's stream of work ended; connecting again")]
    private static partial void LogStreamEnded(ILogger logger, Exception? exception);

    [LoggerMessage(EventId = 9104, Level = LogLevel.Warning, Message = "An answer for workflow {InstanceId} did not reach the sidecar")]
    private static partial void LogAnswerLost(ILogger logger, Exception exception, string instanceId);

    [LoggerMessage(EventId = 9105, Level = LogLevel.Debug, Message = "The sidecar did not answer a keep-alive")]
    private static partial void LogHelloFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 9106, Level = LogLevel.Error, Message = "Workflow {InstanceId} failed: {ErrorType}: {ErrorMessage}")]
    private static partial void LogWorkflowFailed(ILogger logger, string instanceId, string errorType, string errorMessage);
}
