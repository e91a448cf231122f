using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace TicketBooking.Testing;

/// <summary>Passes all recorded traffic to a subscription of a service, as docs/messages.md says.</summary>
public static class RecordedDeliveries
{
    /// <summary>Asserts that every recorded message is acknowledged: what is for others, or no message, holds up nothing.</summary>
    /// <param name="service">Sends with the sidecar's token.</param>
    /// <param name="route">The subscription, e.g. <c>event-changes</c>.</param>
    public static async Task AreAcknowledgedAsync(HttpClient service, string route)
    {
        using var answer = await SidecarDelivery.PostAsync(service, route, RecordedTraffic.Bodies());
        Assert.All(await SidecarDelivery.StatusesAsync(answer), status => Assert.Equal("SUCCESS", status));
    }

    /// <summary>
    /// Asserts that each request of daprd, as it was recorded, is answered: one in bulk and with <c>rawPayload</c>, as the subscription says, by a
    /// SUCCESS for each message; any other by 400.
    /// </summary>
    public static async Task AreAnsweredAsync(HttpClient service, string route)
    {
        foreach (var recorded in RecordedTraffic.Daprd())
        {
            using var answer = await PostAsync(service, route, recorded);
            if ((Text(recorded, "what"), Text(recorded, "rawPayload")) is ("bulk", "true"))
            {
                var statuses = await SidecarDelivery.StatusesAsync(answer);
                Assert.Equal(Enumerable.Repeat("SUCCESS", JsonElement.Parse(Text(recorded, "body")).GetProperty("entries").GetArrayLength()), statuses);
            }
            else
            {
                Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            }
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient service, string route, JsonElement recorded)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Text(recorded, "body")));
        foreach (var header in recorded.GetProperty("headers").EnumerateObject().Where(header => !IsOfTheConnection(header.Name)))
        {
            content.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
        }

        content.Headers.ContentType = MediaTypeHeaderValue.Parse(recorded.GetProperty("headers").GetProperty("Content-Type").GetString()!);
        return await service.PostAsync(new Uri("/subscriptions/" + route, UriKind.Relative), content);
    }

    private static bool IsOfTheConnection(string header) => header is "Host" or "User-Agent" or "Content-Length" or "Content-Type" or "Accept-Encoding";

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
