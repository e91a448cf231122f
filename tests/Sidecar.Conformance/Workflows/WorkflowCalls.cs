using Dapr.DurableTask.Protobuf;
using TicketBooking.Sidecar.Conformance.Targets;

namespace TicketBooking.Sidecar.Conformance.Workflows;

/// <summary>What a workflow client calls, each with a timeout.</summary>
internal static class WorkflowCalls
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);

    public static async Task<string> StartAsync(this GrpcApi sidecar, string name, string? input = null, string? id = null) =>
        (await sidecar.Workflows.StartInstanceAsync(new CreateInstanceRequest
        {
            Name = name, InstanceId = id ?? $"{name}-{Guid.CreateVersion7()}", Input = input,
        })).InstanceId;

    public static async Task RaiseAsync(this GrpcApi sidecar, string id, string name, string? input = null) =>
        await sidecar.Workflows.RaiseEventAsync(new RaiseEventRequest { InstanceId = id, Name = name, Input = input });

    public static async Task TerminateAsync(this GrpcApi sidecar, string id) =>
        await sidecar.Workflows.TerminateInstanceAsync(new TerminateRequest { InstanceId = id, Recursive = true });

    public static async Task<PurgeInstancesResponse> PurgeAsync(this GrpcApi sidecar, string id) =>
        await sidecar.Workflows.PurgeInstancesAsync(new PurgeInstancesRequest { InstanceId = id, Recursive = true });

    public static async Task<GetInstanceResponse> GetAsync(this GrpcApi sidecar, string id) =>
        await sidecar.Workflows.GetInstanceAsync(new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true });

    public static async Task<WorkflowState> StartedAsync(this GrpcApi sidecar, string id)
    {
        using var deadline = new CancellationTokenSource(GiveUpAfter);
        return (await sidecar.Workflows.WaitForInstanceStartAsync(
            new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true }, cancellationToken: deadline.Token)).WorkflowState;
    }

    public static async Task<WorkflowState> EndedAsync(this GrpcApi sidecar, string id)
    {
        using var deadline = new CancellationTokenSource(GiveUpAfter);
        return (await sidecar.Workflows.WaitForInstanceCompletionAsync(
            new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true }, cancellationToken: deadline.Token)).WorkflowState;
    }
}
