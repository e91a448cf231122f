using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Runtime;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Lock;

/// <summary>The lock API of one app. A refused lock is an answer, not an error.</summary>
internal sealed class LockEndpoints(string appId, ComponentSet components, LockTable locks)
{
    public void MapHttp(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1.0-alpha1/lock/{store}", async context =>
        {
            var call = await context.Request.ReadJsonAsync<LockCall>(context.RequestAborted);
            var success = TryLock(context.Route("store"), call.ResourceId, call.LockOwner, call.ExpiryInSeconds);
            await context.Response.WriteAsJsonAsync(new { success }, context.RequestAborted);
        });
        routes.MapPost("/v1.0-alpha1/unlock/{store}", async context =>
        {
            var call = await context.Request.ReadJsonAsync<LockCall>(context.RequestAborted);
            var status = (int)Unlock(context.Route("store"), call.ResourceId, call.LockOwner);
            await context.Response.WriteAsJsonAsync(new { status }, context.RequestAborted);
        });
    }

    public void MapGrpc(IEndpointRouteBuilder routes)
    {
        routes.MapApi(DaprMethods.TryLock, (call, _) => Task.FromResult(
            new TryLockResponse { Success = TryLock(call.StoreName, call.ResourceId, call.LockOwner, call.ExpiryInSeconds) }));
        routes.MapApi(DaprMethods.Unlock, (call, _) => Task.FromResult(
            new UnlockResponse { Status = (UnlockResponse.Types.Status)Unlock(call.StoreName, call.ResourceId, call.LockOwner) }));
    }

    private bool TryLock(string store, string? resource, string? owner, int seconds)
    {
        var component = components.Lock(appId, store);
        if (seconds <= 0)
        {
            throw ApiException.Malformed("ExpiryInSeconds is not positive");
        }

        return locks.TryTake(Key(component, resource, owner, "ERR_TRY_LOCK"), owner!, TimeSpan.FromSeconds(seconds));
    }

    private UnlockOutcome Unlock(string store, string? resource, string? owner) =>
        locks.Release(Key(components.Lock(appId, store), resource, owner, "ERR_UNLOCK"), owner!);

    private string Key(Component component, string? resource, string? owner, string failure)
    {
        if (string.IsNullOrEmpty(resource) || string.IsNullOrEmpty(owner))
        {
            throw ApiException.Malformed("ResourceId or LockOwner is empty");
        }

        return resource.Contains("||", StringComparison.Ordinal)
            ? throw new ApiException(StatusCodes.Status500InternalServerError, GrpcStatus.Internal, failure, "a resource id must not contain '||'")
            : $"{component.Name}||lock||{component.KeyPrefix(appId)}{resource}";
    }

    private sealed record LockCall(string? ResourceId, string? LockOwner, int ExpiryInSeconds);
}
