using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Runtime;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.State;

/// <summary>The state API over gRPC.</summary>
internal sealed class StateGrpc(StateStore state)
{
    public void MapGrpc(IEndpointRouteBuilder routes)
    {
        routes.MapApi(DaprMethods.GetState, GetAsync);
        routes.MapApi(DaprMethods.GetBulkState, GetManyAsync);
        routes.MapApi(DaprMethods.SaveState, (call, context) => WriteAsync(call.StoreName, call.States.Select(ToUpsert), context));
        routes.MapApi(DaprMethods.DeleteBulkState, (call, context) => WriteAsync(call.StoreName, call.States.Select(ToDelete), context));
        routes.MapApi(DaprMethods.ExecuteStateTransaction, (call, context) => WriteAsync(call.StoreName, call.Operations.Select(ToWrite), context));
        routes.MapApi(DaprMethods.DeleteState, (call, context) =>
            WriteAsync(call.StoreName, [new(call.Key, null, call.Etag?.Value, Choice(call.Options), null)], context));
    }

    private async Task<GetStateResponse> GetAsync(GetStateRequest call, HttpContext context)
    {
        var value = await state.GetAsync(call.StoreName, call.Key, context.RequestAborted);
        return value is null ? new GetStateResponse() : new GetStateResponse { Data = ByteString.CopyFrom(value.Value), Etag = value.ETag };
    }

    private async Task<GetBulkStateResponse> GetManyAsync(GetBulkStateRequest call, HttpContext context)
    {
        var found = (await state.GetAsync(call.StoreName, call.Keys, context.RequestAborted)).ToDictionary(v => v.Key, StringComparer.Ordinal);
        var answer = new GetBulkStateResponse();
        answer.Items.Add(call.Keys.Select(key => found.TryGetValue(key, out var value)
            ? new BulkStateItem { Key = key, Data = ByteString.CopyFrom(value.Value), Etag = value.ETag }
            : new BulkStateItem { Key = key }));
        return answer;
    }

    private async Task<Empty> WriteAsync(string store, IEnumerable<StateWrite> writes, HttpContext context)
    {
        await state.WriteAsync(store, writes, context.RequestAborted);
        return new Empty();
    }

    private static StateWrite ToWrite(TransactionalStateOperation operation) => operation.OperationType switch
    {
        "upsert" => ToUpsert(operation.Request),
        "delete" => ToDelete(operation.Request),
        var other => throw ApiException.Malformed($"operation '{other}' is neither upsert nor delete"),
    };

    private static StateWrite ToUpsert(StateItem item) =>
        new(item.Key, item.Value.ToByteArray(), item.Etag?.Value, Choice(item.Options), StateWrite.ReadTimeToLive(item.Metadata));

    private static StateWrite ToDelete(StateItem item) => new(item.Key, null, item.Etag?.Value, Choice(item.Options), null);

    private static Concurrency Choice(StateOptions? options) => (Concurrency)(int)(options?.Concurrency ?? StateConcurrency.Unspecified);
}
