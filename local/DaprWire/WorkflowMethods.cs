using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.DaprWire;

/// <summary>
/// The methods of <c>TaskHubSidecarService</c> (no package) that this project uses; all but <see cref="GetWorkItems"/> are unary.
/// </summary>
public static class WorkflowMethods
{
    public static GrpcMethod<Empty, Empty> Hello { get; } = Method("Hello", Empty.Parser, Empty.Parser);

    /// <summary>Server stream: work for this worker, for as long as it stays connected.</summary>
    public static GrpcMethod<GetWorkItemsRequest, WorkItem> GetWorkItems { get; } =
        Method("GetWorkItems", GetWorkItemsRequest.Parser, WorkItem.Parser);

    /// <summary>The name the .NET worker uses; <see cref="CompleteWorkflowTask"/> is the same call under its new name.</summary>
    public static GrpcMethod<WorkflowResponse, CompleteTaskResponse> CompleteOrchestratorTask { get; } =
        Method("CompleteOrchestratorTask", WorkflowResponse.Parser, CompleteTaskResponse.Parser);

    public static GrpcMethod<WorkflowResponse, CompleteTaskResponse> CompleteWorkflowTask { get; } =
        Method("CompleteWorkflowTask", WorkflowResponse.Parser, CompleteTaskResponse.Parser);

    public static GrpcMethod<ActivityResponse, CompleteTaskResponse> CompleteActivityTask { get; } =
        Method("CompleteActivityTask", ActivityResponse.Parser, CompleteTaskResponse.Parser);

    public static GrpcMethod<CreateInstanceRequest, CreateInstanceResponse> StartInstance { get; } =
        Method("StartInstance", CreateInstanceRequest.Parser, CreateInstanceResponse.Parser);

    public static GrpcMethod<GetInstanceRequest, GetInstanceResponse> GetInstance { get; } =
        Method("GetInstance", GetInstanceRequest.Parser, GetInstanceResponse.Parser);

    public static GrpcMethod<GetInstanceRequest, GetInstanceResponse> WaitForInstanceStart { get; } =
        Method("WaitForInstanceStart", GetInstanceRequest.Parser, GetInstanceResponse.Parser);

    public static GrpcMethod<GetInstanceRequest, GetInstanceResponse> WaitForInstanceCompletion { get; } =
        Method("WaitForInstanceCompletion", GetInstanceRequest.Parser, GetInstanceResponse.Parser);

    public static GrpcMethod<RaiseEventRequest, RaiseEventResponse> RaiseEvent { get; } =
        Method("RaiseEvent", RaiseEventRequest.Parser, RaiseEventResponse.Parser);

    public static GrpcMethod<TerminateRequest, TerminateResponse> TerminateInstance { get; } =
        Method("TerminateInstance", TerminateRequest.Parser, TerminateResponse.Parser);

    public static GrpcMethod<SuspendRequest, SuspendResponse> SuspendInstance { get; } =
        Method("SuspendInstance", SuspendRequest.Parser, SuspendResponse.Parser);

    public static GrpcMethod<ResumeRequest, ResumeResponse> ResumeInstance { get; } =
        Method("ResumeInstance", ResumeRequest.Parser, ResumeResponse.Parser);

    public static GrpcMethod<PurgeInstancesRequest, PurgeInstancesResponse> PurgeInstances { get; } =
        Method("PurgeInstances", PurgeInstancesRequest.Parser, PurgeInstancesResponse.Parser);

    public static GrpcMethod<GetInstanceHistoryRequest, GetInstanceHistoryResponse> GetInstanceHistory { get; } =
        Method("GetInstanceHistory", GetInstanceHistoryRequest.Parser, GetInstanceHistoryResponse.Parser);

    private static GrpcMethod<TRequest, TResponse> Method<TRequest, TResponse>(
        string name, MessageParser<TRequest> request, MessageParser<TResponse> response)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        new($"/TaskHubSidecarService/{name}", request, response);
}
