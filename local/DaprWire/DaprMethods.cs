using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using TicketBooking.DaprWire.Runtime;

namespace TicketBooking.DaprWire;

/// <summary>The methods of <c>dapr.proto.runtime.v1.Dapr</c> that this project uses; all are unary.</summary>
public static class DaprMethods
{
    public static GrpcMethod<PublishEventRequest, Empty> PublishEvent { get; } =
        Method("PublishEvent", PublishEventRequest.Parser, Empty.Parser);

    public static GrpcMethod<BulkPublishRequest, BulkPublishResponse> BulkPublishEvent { get; } =
        Method("BulkPublishEvent", BulkPublishRequest.Parser, BulkPublishResponse.Parser);

    public static GrpcMethod<BulkPublishRequest, BulkPublishResponse> BulkPublishEventAlpha1 { get; } =
        Method("BulkPublishEventAlpha1", BulkPublishRequest.Parser, BulkPublishResponse.Parser);

    public static GrpcMethod<GetStateRequest, GetStateResponse> GetState { get; } =
        Method("GetState", GetStateRequest.Parser, GetStateResponse.Parser);

    public static GrpcMethod<GetBulkStateRequest, GetBulkStateResponse> GetBulkState { get; } =
        Method("GetBulkState", GetBulkStateRequest.Parser, GetBulkStateResponse.Parser);

    public static GrpcMethod<SaveStateRequest, Empty> SaveState { get; } =
        Method("SaveState", SaveStateRequest.Parser, Empty.Parser);

    public static GrpcMethod<DeleteStateRequest, Empty> DeleteState { get; } =
        Method("DeleteState", DeleteStateRequest.Parser, Empty.Parser);

    public static GrpcMethod<DeleteBulkStateRequest, Empty> DeleteBulkState { get; } =
        Method("DeleteBulkState", DeleteBulkStateRequest.Parser, Empty.Parser);

    public static GrpcMethod<ExecuteStateTransactionRequest, Empty> ExecuteStateTransaction { get; } =
        Method("ExecuteStateTransaction", ExecuteStateTransactionRequest.Parser, Empty.Parser);

    public static GrpcMethod<TryLockRequest, TryLockResponse> TryLock { get; } =
        Method("TryLockAlpha1", TryLockRequest.Parser, TryLockResponse.Parser);

    public static GrpcMethod<UnlockRequest, UnlockResponse> Unlock { get; } =
        Method("UnlockAlpha1", UnlockRequest.Parser, UnlockResponse.Parser);

    public static GrpcMethod<GetMetadataRequest, GetMetadataResponse> GetMetadata { get; } =
        Method("GetMetadata", GetMetadataRequest.Parser, GetMetadataResponse.Parser);

    public static GrpcMethod<SetMetadataRequest, Empty> SetMetadata { get; } =
        Method("SetMetadata", SetMetadataRequest.Parser, Empty.Parser);

    private static GrpcMethod<TRequest, TResponse> Method<TRequest, TResponse>(
        string name, MessageParser<TRequest> request, MessageParser<TResponse> response)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        new($"/dapr.proto.runtime.v1.Dapr/{name}", request, response);
}
