using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.Lock;

/// <summary>The body of both calls.</summary>
internal sealed record LockCall(string? ResourceId, string? LockOwner, int ExpiryInSeconds = 0);

/// <summary>The lock API. A refused lock is an answer, not an error.</summary>
internal sealed class Locks(ComponentSet components, LockTable table)
{
    public bool TryLock(string appId, string store, LockCall call)
    {
        var component = components.Lock(appId, store);
        return call.ExpiryInSeconds > 0
            ? table.TryTake(Key(component, appId, call, "ERR_TRY_LOCK"), call.LockOwner!, TimeSpan.FromSeconds(call.ExpiryInSeconds))
            : throw ApiException.Malformed("ExpiryInSeconds is not positive");
    }

    public UnlockResponse.Types.Status Unlock(string appId, string store, LockCall call) =>
        table.Release(Key(components.Lock(appId, store), appId, call, "ERR_UNLOCK"), call.LockOwner!);

    private static string Key(Component component, string appId, LockCall call, string failure)
    {
        if (string.IsNullOrEmpty(call.ResourceId) || string.IsNullOrEmpty(call.LockOwner))
        {
            throw ApiException.Malformed("ResourceId or LockOwner is empty");
        }

        return call.ResourceId.Contains("||", StringComparison.Ordinal)
            ? throw new ApiException(StatusCodes.Status500InternalServerError, StatusCode.Internal, failure, "a resource id must not contain '||'")
            : $"{component.Name}||lock||{component.KeyPrefix(appId)}{call.ResourceId}";
    }
}

/// <summary>The lock API over HTTP.</summary>
internal static class LockEndpoints
{
    public static void MapLocks(this WebApplication web)
    {
        var locks = web.Services.GetRequiredService<Locks>();
        web.MapPost("/v1.0-alpha1/lock/{store}", async (HttpContext context) =>
        {
            var call = await context.Request.ReadJsonAsync<LockCall>(context.RequestAborted);
            return new { success = locks.TryLock(context.AppId(), context.Route("store"), call) };
        });
        web.MapPost("/v1.0-alpha1/unlock/{store}", async (HttpContext context) =>
        {
            var call = await context.Request.ReadJsonAsync<LockCall>(context.RequestAborted);
            return new { status = (int)locks.Unlock(context.AppId(), context.Route("store"), call) };
        });
    }
}
