using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Polly;

namespace TicketBooking.EdgeBenchmark.Live;

/// <summary>A user of the system, with a local address of its own.</summary>
internal sealed class Stage : IDisposable
{
    private static readonly ResiliencePipeline<bool> UntilTrue = new ResiliencePipelineBuilder<bool>()
        .AddTimeout(TimeSpan.FromMinutes(1))
        .AddRetry(new()
        {
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome is { Exception: null, Result: false }),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(500),
        })
        .Build();

    private const string Password = "correct horse battery";

    private readonly HttpClient _http;
    private readonly string _name;

    private Stage(HttpClient http, string name) => (_http, _name) = (http, name);

    public static async Task<Stage> RegisterAsync(Uri gateway, IPAddress from)
    {
        var http = LocalAddress.ClientFrom(from, gateway);
        var name = $"bench{Guid.CreateVersion7():N}";
        try
        {
            var user = await SendAsync(http, "/api/v1/auth/create", new { username = name, email = $"{name}@example.test", password = Password });
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user.GetProperty("accessToken").GetString());
            return new Stage(http, name);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Without an account.</summary>
    public static Stage Stranger(Uri gateway, IPAddress from) => new(LocalAddress.ClientFrom(from, gateway), "");

    public Task LogInAsync() => SendAsync(_http, "/api/v1/auth/login", new { username = _name, password = Password });

    /// <returns>The id of a new event with seats A1, A2, … in one section, which can be sold.</returns>
    public async Task<string> CreateEventAsync(int rows, int seatsPerRow)
    {
        var id = await BeginEventAsync(rows, seatsPerRow);
        await UntilTrue.ExecuteAsync(async cancellationToken =>
            (await _http.GetFromJsonAsync<JsonElement>($"/api/v1/event/generated/{id}", cancellationToken)).GetProperty("generated").GetBoolean());
        return id;
    }

    /// <returns>The id of a new event, whose seats are yet to come.</returns>
    public async Task<string> BeginEventAsync(int rows, int seatsPerRow)
    {
        var venue = await SendAsync(_http, "/api/v1/venue/create", new
        {
            name = "Arena", address = "1 Main St", city = "Utrecht", sections = new[] { new { name = "Stalls", rows, seatsPerRow } },
        });
        var made = await SendAsync(_http, "/api/v1/event/create", new
        {
            title = "Benchmark", venueId = venue.GetProperty("id").GetString(), startsAt = "2035-06-01T19:00:00Z", currency = "EUR",
            prices = new[] { new { section = "Stalls", priceMinor = 100 } }, holdSeconds = 3600,
        });
        return made.GetProperty("id").GetString()!;
    }

    /// <returns>The id of the hold.</returns>
    public async Task<string> HoldAsync(string eventId, string seat) =>
        (await SendAsync(_http, "/api/v1/booking/holds", new { eventId, seats = new[] { seat } })).GetProperty("holdId").GetString()!;

    public async Task ReleaseAsync(string holdId)
    {
        using var answer = await _http.DeleteAsync(new Uri($"/api/v1/booking/holds/{holdId}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    public async Task ReadAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await answer.EnsureSuccessStatusCode().Content.CopyToAsync(Stream.Null);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> SendAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new HttpRequestException($"{path}: {(int)answer.StatusCode} {text}", null, answer.StatusCode);
    }
}
