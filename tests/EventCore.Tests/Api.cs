using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>What the tests do over HTTP, in the words of API.md.</summary>
internal static class Api
{
    public const string Password = "a long enough password";

    private static int _users;

    /// <summary>A new user with a name of its own.</summary>
    public static async Task<TestUser> RegisterAsync(this HttpClient http)
    {
        var name = $"user{Interlocked.Increment(ref _users)}";
        using var answer = await http.PostAsJsonAsync(
            "/api/v1/auth/create", new { username = name, email = $"{name}@mail.test", password = Password });
        return await SignedInAsync(answer, HttpStatusCode.Created);
    }

    public static async Task<TestUser> LogInAsync(this HttpClient http, string username, string password)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/auth/login", new { username, password });
        return await SignedInAsync(answer, HttpStatusCode.OK);
    }

    public static Task<HttpResponseMessage> RefreshAsync(this HttpClient http, string? cookie) => http.CookieAsync("refresh", cookie);

    public static Task<HttpResponseMessage> LogOutAsync(this HttpClient http, string? cookie) => http.CookieAsync("logout", cookie);

    public static async Task<TestUser> SignedInAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var body = await answer.ReadAsync(status);
        return new TestUser(
            body.GetProperty("id").GetGuid(),
            body.GetProperty("username").GetString()!,
            body.GetProperty("accessToken").GetString()!,
            RefreshTokenIn(answer)!);
    }

    public static string? SetCookie(this HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single() : null;

    public static string? RefreshTokenIn(HttpResponseMessage answer) =>
        answer.SetCookie()?.Split(';')[0].Split('=', 2)[1];

    public static object Venue(params object[] sections) => new
    {
        name = "Town Hall",
        address = "1 Main Street",
        city = "Springfield",
        sections = sections.Length > 0 ? sections : [new { name = "Floor", rows = 2, seatsPerRow = 3, accessible = new[] { "A1" } }],
    };

    public static async Task<Guid> CreateVenueAsync(this HttpClient http, TestUser user, params object[] sections)
    {
        using var answer = await http.SendAsync(HttpMethod.Post, "/api/v1/venue/create", user, Venue(sections));
        return (await answer.ReadAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
    }

    /// <summary>A valid request; tests change one member of it.</summary>
    public static Dictionary<string, object?> Event(Guid venueId) => new()
    {
        ["title"] = "Concert",
        ["venueId"] = venueId,
        ["startsAt"] = "2090-05-01T20:00:00Z",
        ["currency"] = "eur",
        ["prices"] = new[] { new { section = "Floor", priceMinor = 4500 } },
    };

    /// <summary>An event with its venue, as the service answered it.</summary>
    public static async Task<JsonElement> CreateEventAsync(this HttpClient http, TestUser user)
    {
        var venueId = await http.CreateVenueAsync(user);
        using var answer = await http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, Event(venueId));
        return await answer.ReadAsync(HttpStatusCode.Created);
    }

    public static Task<HttpResponseMessage> PatchEventAsync(
        this HttpClient http, TestUser user, Guid eventId, object body, string? ifMatch = null) =>
        http.SendAsync(HttpMethod.Patch, $"/api/v1/event/{eventId}", user, body, ("If-Match", ifMatch));

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient http,
        HttpMethod method,
        string path,
        TestUser? user = null,
        object? body = null,
        params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            string raw => new StringContent(raw, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        if (user is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", user.AccessToken);
        }

        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    /// <summary>Reads a list by cursor from its beginning to its end.</summary>
    /// <param name="http">The service.</param>
    /// <param name="path">The list; its query may begin.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="between">What happens after each page.</param>
    public static async Task<JsonElement[]> WalkAsync(this HttpClient http, string path, TestUser user, Func<Task>? between = null)
    {
        var items = new List<JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            using var answer = await http.SendAsync(HttpMethod.Get, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}size=2&cursor={cursor}", user);
            var page = await answer.ReadAsync(HttpStatusCode.OK);
            Assert.False(page.TryGetProperty("totalItems", out _) || page.TryGetProperty("page", out _));
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            await (between?.Invoke() ?? Task.CompletedTask);
        }

        return [.. items];
    }

    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"Expected {(int)status}, got {(int)answer.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>A problem document with everything that each must have.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string slug)
    {
        var problem = await answer.ReadAsync(status);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("urn:ticket-booking:problem:" + slug, problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        return problem;
    }

    private static Task<HttpResponseMessage> CookieAsync(this HttpClient http, string verb, string? cookie) =>
        http.SendAsync(HttpMethod.Post, $"/api/v1/auth/{verb}", headers: ("Cookie", cookie is null ? null : $"refresh_token={cookie}"));
}

internal sealed record TestUser(Guid Id, string Username, string AccessToken, string RefreshToken);
