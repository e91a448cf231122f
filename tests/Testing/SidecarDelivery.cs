using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace TicketBooking.Testing;

/// <summary>Delivers messages to a service as its sidecar does: in bulk, each as the base64 of its bytes.</summary>
public static class SidecarDelivery
{
    /// <summary>Delivers messages together.</summary>
    /// <param name="service">Sends with the sidecar's token.</param>
    /// <param name="route">The subscription, e.g. <c>event-changes</c>.</param>
    /// <param name="bodies">The bytes of each, as text.</param>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient service, string route, params IReadOnlyList<string> bodies)
    {
        var entries = bodies.Select((body, index) => new
        {
            entryId = $"{index}",
            @event = Convert.ToBase64String(Encoding.UTF8.GetBytes(body)),
            contentType = "application/octet-stream",
            metadata = new { __key = "%7B%22aggregate_id%22%3A%221%22%7D" },
        });
        var delivery = new { id = "1", type = "com.dapr.event.sent.bulk", topic = "any", pubsubname = "pubsub", entries };
        using var content = JsonContent.Create(delivery);
        return await service.PostAsync(new Uri("/subscriptions/" + route, UriKind.Relative), content);
    }

    /// <summary>The status of each message, in their order.</summary>
    public static async Task<string[]> StatusesAsync(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        var statuses = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("statuses").EnumerateArray()
            .ToDictionary(status => int.Parse(status.GetProperty("entryId").GetString()!), status => status.GetProperty("status").GetString()!);
        return [.. Enumerable.Range(0, statuses.Count).Select(index => statuses[index])];
    }

    /// <summary>Delivers one message, and asserts its status.</summary>
    public static async Task IsAsync(string expected, HttpClient service, string route, string body)
    {
        using var answer = await PostAsync(service, route, body);
        Assert.Equal([expected], await StatusesAsync(answer));
    }
}
