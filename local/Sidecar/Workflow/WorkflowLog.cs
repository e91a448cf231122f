namespace TicketBooking.Sidecar.Workflow;

/// <summary>Log lines of the workflow engine, event ids 7200-7299.</summary>
internal static partial class WorkflowLog
{
    [LoggerMessage(7200, LogLevel.Error, "Work of workflow {InstanceId} could not be loaded; trying again")]
    public static partial void NotLoaded(ILogger logger, Exception exception, string instanceId);

    [LoggerMessage(7201, LogLevel.Warning, "An answer for workflow {InstanceId} came too late and is ignored")]
    public static partial void Stale(ILogger logger, string instanceId);

    [LoggerMessage(7202, LogLevel.Error, "An answer for workflow {InstanceId} could not be stored; the work is given out again")]
    public static partial void NotStored(ILogger logger, Exception exception, string instanceId);

    [LoggerMessage(7205, LogLevel.Information, "A workflow worker of {AppId} {What}")]
    public static partial void Worker(ILogger logger, string appId, string what);
}
