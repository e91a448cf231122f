using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Conformance.Workflows;

/// <summary>What a workflow client calls, with a limit to its patience.</summary>
internal static class WorkflowCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<string> StartAsync(this GrpcClient sidecar, string name, string? input = null, string? id = null) =>
        (await sidecar.CallAsync(WorkflowMethods.StartInstance, new CreateInstanceRequest
        {
            Name = name, InstanceId = id ?? $"{name}-{Guid.CreateVersion7()}", Input = input,
        })).InstanceId;

    public static Task RaiseAsync(this GrpcClient sidecar, string id, string name, string? input = null) =>
        sidecar.CallAsync(WorkflowMethods.RaiseEvent, new RaiseEventRequest { InstanceId = id, Name = name, Input = input });

    public static Task TerminateAsync(this GrpcClient sidecar, string id) =>
        sidecar.CallAsync(WorkflowMethods.TerminateInstance, new TerminateRequest { InstanceId = id, Recursive = true });

    public static Task<PurgeInstancesResponse> PurgeAsync(this GrpcClient sidecar, string id) =>
        sidecar.CallAsync(WorkflowMethods.PurgeInstances, new PurgeInstancesRequest { InstanceId = id, Recursive = true });

    public static Task<GetInstanceResponse> GetAsync(this GrpcClient sidecar, string id) =>
        sidecar.CallAsync(WorkflowMethods.GetInstance, new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true });

    public static async Task<WorkflowState> StartedAsync(this GrpcClient sidecar, string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        return (await sidecar.CallAsync(
            WorkflowMethods.WaitForInstanceStart, new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true }, patience.Token)).WorkflowState;
    }

    public static async Task<WorkflowState> EndedAsync(this GrpcClient sidecar, string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        return (await sidecar.CallAsync(
            WorkflowMethods.WaitForInstanceCompletion, new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true }, patience.Token)).WorkflowState;
    }
}
