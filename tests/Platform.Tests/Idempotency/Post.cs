using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace TicketBooking.Platform.Tests.Idempotency;

/// <summary>POST /things, and what to expect of its answers.</summary>
internal static class Post
{
    public const string Body = """{"name":"abc","seatCount":1}""";

    public static async Task<HttpResponseMessage> PostAsync(
        this HttpClient user, string? key, string body = Body, string query = "", bool watched = false, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/things" + query)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (watched)
        {
            request.Headers.Add("X-Watch", "1");
        }

        return await user.SendAsync(request, cancellationToken);
    }

    /// <summary>The run whose answer this is.</summary>
    public static async Task<int> RunAsync(this HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetInt32();
    }

    public static bool IsReplayed(this HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Single() == "true";

    public static async Task AssertProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string slug)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:" + slug, problem.GetProperty("type").GetString());
    }
}
