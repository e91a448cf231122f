using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Redis;

/// <summary>The locks of the embedded sidecar, over HTTP.</summary>
internal sealed class EmbeddedLocks(HttpClient sidecar, FakeTimeProvider clock) : ILocks
{
    public async Task<bool> TryLockAsync(string resource, string owner, int seconds) =>
        (await PostAsync("lock", new { resourceId = resource, lockOwner = owner, expiryInSeconds = seconds })).GetProperty("success").GetBoolean();

    public async Task<int> UnlockAsync(string resource, string owner) =>
        (await PostAsync("unlock", new { resourceId = resource, lockOwner = owner })).GetProperty("status").GetInt32();

    public Task PassAsync(int seconds)
    {
        clock.Advance(TimeSpan.FromSeconds(seconds));
        return Task.CompletedTask;
    }

    private async Task<JsonElement> PostAsync(string verb, object call)
    {
        using var answer = await sidecar.PostAsJsonAsync($"/v1.0-alpha1/{verb}/lockstore", call);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
