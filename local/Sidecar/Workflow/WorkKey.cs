namespace TicketBooking.Sidecar.Workflow;

/// <summary>Work for some worker: a turn of an instance or, with a task id, one of its activities.</summary>
internal readonly record struct WorkKey(string InstanceId, int? TaskId)
{
    public bool IsTurn => TaskId is null;
}
