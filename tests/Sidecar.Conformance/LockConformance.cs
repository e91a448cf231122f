using System.Net;
using System.Text.Json;
using Dapr.Client.Autogen.Grpc.v1;
using TicketBooking.Sidecar.Conformance.Targets;
using Xunit;

namespace TicketBooking.Sidecar.Conformance;

[Collection(TargetGroup.Name)]
public sealed class LockConformance(TargetFixture fixture)
{
    private readonly string _resource = $"seat:{Guid.CreateVersion7()}";

    [Fact]
    public async Task A_lock_has_one_owner_and_is_not_reentrant()
    {
        Assert.True(await TryLockAsync("alice"));
        Assert.False(await TryLockAsync("bob"));
        Assert.False(await TryLockAsync("alice"));
    }

    [Fact]
    public async Task Only_the_owner_unlocks_and_only_once()
    {
        Assert.True(await TryLockAsync("alice"));

        Assert.Equal(2, await UnlockAsync("bob"));
        Assert.Equal(0, await UnlockAsync("alice"));
        Assert.Equal(1, await UnlockAsync("alice"));
        Assert.True(await TryLockAsync("bob"));
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => TryLockAsync($"owner-{n}")));

        Assert.Single(answers, success => success);
    }

    [Fact]
    public async Task Grpc_sees_the_same_locks()
    {
        var call = new TryLockRequest { StoreName = "lockstore", ResourceId = _resource, LockOwner = "alice", ExpiryInSeconds = 30 };
        var unlock = new UnlockRequest { StoreName = "lockstore", ResourceId = _resource, LockOwner = "bob" };

        Assert.True((await fixture.Target.Grpc.Dapr.TryLockAlpha1Async(call)).Success);
        Assert.False((await fixture.Target.Grpc.Dapr.TryLockAlpha1Async(call)).Success);
        Assert.False(await TryLockAsync("bob"));
        Assert.Equal(UnlockResponse.Types.Status.LockBelongsToOthers, (await fixture.Target.Grpc.Dapr.UnlockAlpha1Async(unlock)).Status);
        Assert.Equal(0, await UnlockAsync("alice"));
    }

    [Theory]
    [InlineData("lockstore", "", "alice", 10, HttpStatusCode.BadRequest, "ERR_MALFORMED_REQUEST")]
    [InlineData("lockstore", "seat", "", 10, HttpStatusCode.BadRequest, "ERR_MALFORMED_REQUEST")]
    [InlineData("lockstore", "seat", "alice", 0, HttpStatusCode.BadRequest, "ERR_MALFORMED_REQUEST")]
    [InlineData("nowhere", "seat", "alice", 10, HttpStatusCode.BadRequest, "ERR_LOCK_STORE_NOT_FOUND")]
    [InlineData("lockstore", "a||b", "alice", 10, HttpStatusCode.InternalServerError, "ERR_TRY_LOCK")]
    public async Task A_malformed_request_is_an_error(string store, string resourceId, string lockOwner, int expiryInSeconds, HttpStatusCode status, string code)
    {
        using var answer = await fixture.Target.Http.PostAsJsonAsync($"/v1.0-alpha1/lock/{store}", new { resourceId, lockOwner, expiryInSeconds });

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString());
    }

    private async Task<bool> TryLockAsync(string owner)
    {
        using var answer = await fixture.Target.Http.PostAsJsonAsync(
            "/v1.0-alpha1/lock/lockstore", new { resourceId = _resource, lockOwner = owner, expiryInSeconds = 30 });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("success").GetBoolean();
    }

    private async Task<int> UnlockAsync(string owner)
    {
        using var answer = await fixture.Target.Http.PostAsJsonAsync("/v1.0-alpha1/unlock/lockstore", new { resourceId = _resource, lockOwner = owner });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32();
    }
}
