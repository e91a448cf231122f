using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Lock;
using TicketBooking.Sidecar.PubSub;
using TicketBooking.Sidecar.State;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>The runtime API over gRPC: reads and writes its messages; what is done is the same as over HTTP.</summary>
internal sealed class DaprService(Publisher publisher, Locks locks, StateStore state, ComponentSet components) : Dapr.DaprBase
{
    public override async Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        await PublishAsync([PublishRequest.From(request)], context);
        return new();
    }

    public override async Task<BulkPublishResponse> BulkPublishEvent(BulkPublishRequest request, ServerCallContext context)
    {
        await PublishAsync([.. request.Entries.Select(entry => PublishRequest.From(request, entry))], context);
        return new();
    }

    public override Task<TryLockResponse> TryLockAlpha1(TryLockRequest request, ServerCallContext context) => Task.FromResult(new TryLockResponse
    {
        Success = locks.TryLock(AppId(context), request.StoreName, new(request.ResourceId, request.LockOwner, request.ExpiryInSeconds)),
    });

    public override Task<UnlockResponse> UnlockAlpha1(UnlockRequest request, ServerCallContext context) => Task.FromResult(new UnlockResponse
    {
        Status = locks.Unlock(AppId(context), request.StoreName, new(request.ResourceId, request.LockOwner)),
    });

    public override async Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context) =>
        (await state.GetAsync(AppId(context), request.StoreName, [request.Key], context.CancellationToken)).Values.SingleOrDefault() is { } value
            ? new() { Data = UnsafeByteOperations.UnsafeWrap(value.Bytes), Etag = value.ETag }
            : new();

    public override async Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context)
    {
        var found = await state.GetAsync(AppId(context), request.StoreName, request.Keys, context.CancellationToken);
        var answer = new GetBulkStateResponse();
        answer.Items.Add(request.Keys.Select(key => found.TryGetValue(key, out var value)
            ? new BulkStateItem { Key = key, Data = UnsafeByteOperations.UnsafeWrap(value.Bytes), Etag = value.ETag }
            : new BulkStateItem { Key = key }));
        return answer;
    }

    public override Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context) =>
        WriteAsync(request.StoreName, request.States.Select(StateWrite.Upsert), context);

    public override Task<Empty> DeleteBulkState(DeleteBulkStateRequest request, ServerCallContext context) =>
        WriteAsync(request.StoreName, request.States.Select(StateWrite.Delete), context);

    public override Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context) =>
        WriteAsync(request.StoreName, [StateWrite.Delete(new StateItem { Key = request.Key, Etag = request.Etag, Options = request.Options })], context);

    public override Task<Empty> ExecuteStateTransaction(ExecuteStateTransactionRequest request, ServerCallContext context) =>
        WriteAsync(request.StoreName, request.Operations.Select(StateWrite.Operation), context);

    public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context)
    {
        var answer = new GetMetadataResponse { Id = AppId(context), RuntimeVersion = MetadataEndpoints.Version };
        answer.RegisteredComponents.Add(
            components.VisibleTo(answer.Id).Select(c => new RegisteredComponents { Name = c.Name, Type = c.Type, Version = c.Version }));
        return Task.FromResult(answer);
    }

    private static string AppId(ServerCallContext context) => context.GetHttpContext().AppId();

    private Task PublishAsync(IReadOnlyList<PublishRequest> requests, ServerCallContext context) =>
        publisher.PublishAsync(AppId(context), requests, TraceHeaders.Of(context.GetHttpContext().Request));

    private async Task<Empty> WriteAsync(string store, IEnumerable<StateWrite> writes, ServerCallContext context)
    {
        await state.WriteAsync(AppId(context), store, writes, context.CancellationToken);
        return new();
    }
}
