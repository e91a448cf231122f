using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace TicketBooking.SystemHarness;

/// <summary>Gets accounts and tokens at the gateway.</summary>
public static class Account
{
    /// <returns>A client with the token of a new account.</returns>
    public static async Task<HttpClient> RegisterAsync(RunningSystem system)
    {
        var name = $"user{Guid.CreateVersion7():N}";
        var account = await PostAsync(system, "create", new { username = name, email = $"{name}@example.test", password = "correct horse battery" });
        var client = system.NewGatewayClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", account.GetProperty("accessToken").GetString());
        return client;
    }

    /// <returns>The account and its tokens.</returns>
    public static Task<JsonElement> LogInAsync(RunningSystem system, string username, string password) =>
        PostAsync(system, "login", new { username, password });

    private static async Task<JsonElement> PostAsync(RunningSystem system, string verb, object body)
    {
        using var answer = await system.Gateway.PostAsJsonAsync($"/api/v1/auth/{verb}", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
