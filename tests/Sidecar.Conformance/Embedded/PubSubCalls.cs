using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

/// <summary>Publishing, and the embedded sidecar's view of who has read what.</summary>
internal static class PubSubCalls
{
    public static async Task PublishAsync(this HttpClient sidecar, string topic, string id, string key = "one")
    {
        using var content = new StringContent($$"""{"id":"{{id}}"}""", Encoding.UTF8, "application/json");
        using var answer = await sidecar.PostAsync($"/v1.0/publish/pubsub/{topic}?metadata.rawPayload=true&metadata.partitionKey={key}", content);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    public static async Task RewindAsync(this HttpClient sidecar, string topic, string group)
    {
        using var answer = await sidecar.PostAsync($"/local/v1/pubsub/pubsub/topics/{topic}/groups/{group}/rewind", null);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    /// <summary>Messages that a group has not finished with; null when the group is unknown.</summary>
    public static async Task<long?> PendingAsync(this HttpClient sidecar, string topic, string group)
    {
        var lag = await sidecar.GetFromJsonAsync<JsonElement>("/local/v1/pubsub/lag");
        return lag.GetProperty("groups").EnumerateArray()
            .Where(g => g.GetProperty("topic").GetString() == topic && g.GetProperty("group").GetString() == group)
            .Select(g => (long?)g.GetProperty("pending").GetInt64()).SingleOrDefault();
    }

    public static async Task UntilPendingAsync(this HttpClient sidecar, string topic, string group, long pending)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await sidecar.PendingAsync(topic, group) != pending)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), deadline.Token);
        }
    }

    /// <summary>How many messages a topic holds; 0 when there is none of this name.</summary>
    public static async Task<long> CountAsync(this HttpClient sidecar, string topic)
    {
        var lag = await sidecar.GetFromJsonAsync<JsonElement>("/local/v1/pubsub/lag");
        return lag.GetProperty("topics").EnumerateArray().Where(t => t.GetProperty("topic").GetString() == topic)
            .Sum(t => t.GetProperty("messages").GetInt64());
    }
}
