namespace TicketBooking.Sidecar.Workflow;

/// <summary>Log lines of the workflow engine, event ids 7200-7299.</summary>
internal static partial class WorkflowLog
{
    [LoggerMessage(EventId = 7200, Level = LogLevel.Error, Message = "Work of workflow {InstanceId} could not be loaded; trying again")]
    public static partial void NotLoaded(ILogger logger, Exception exception, string instanceId);

    [LoggerMessage(EventId = 7201, Level = LogLevel.Warning, Message = "An answer for workflow {InstanceId} came too late and is ignored")]
    public static partial void Stale(ILogger logger, string instanceId);

    [LoggerMessage(EventId = 7202, Level = LogLevel.Error, Message = "An answer for workflow {InstanceId} could not be stored; the work is given out again")]
    public static partial void NotStored(ILogger logger, Exception exception, string instanceId);

    [LoggerMessage(EventId = 7205, Level = LogLevel.Information, Message = "A workflow worker of {AppId} {What}")]
    public static partial void Worker(ILogger logger, string appId, string what);
}
