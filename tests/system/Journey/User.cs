using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace TicketBooking.Journey;

/// <summary>Somebody with an account, talking to the gateway.</summary>
internal class User(HttpClient gateway, string token)
{
    public static async Task<string> RegisterAsync(HttpClient gateway)
    {
        var name = $"user{Guid.CreateVersion7():N}";
        using var answer = await gateway.PostAsJsonAsync(
            "/api/v1/auth/create", new { username = name, email = $"{name}@example.test", password = "correct horse battery" });
        return (await ReadAsync(answer)).GetProperty("accessToken").GetString()!;
    }

    /// <returns>The account and its tokens.</returns>
    public static async Task<JsonElement> LogInAsync(HttpClient gateway, string username, string password)
    {
        using var answer = await gateway.PostAsJsonAsync("/api/v1/auth/login", new { username, password });
        return await ReadAsync(answer);
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<JsonElement> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body, CancellationToken.None);

    /// <exception cref="HttpRequestException">The answer is not a success; the message has its body.</exception>
    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await gateway.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? JsonElement.Parse(text)
            : throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {text}", null, answer.StatusCode);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
