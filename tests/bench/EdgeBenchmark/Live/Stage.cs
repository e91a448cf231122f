using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
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

    private readonly HttpClient _http;

    private Stage(HttpClient http) => _http = http;

    public static async Task<Stage> RegisterAsync(Uri gateway, IPAddress from)
    {
        var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (context, cancelled) => ConnectAsync(from, gateway.Port, cancelled) })
        {
            BaseAddress = gateway,
        };
        var name = $"bench{Guid.CreateVersion7():N}";
        var user = await SendAsync(http, "/api/v1/auth/create", new { username = name, email = $"{name}@example.test", password = "correct horse battery" });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user.GetProperty("accessToken").GetString());
        return new Stage(http);
    }

    /// <returns>The id of a new event with seats A1, A2, … in one section.</returns>
    public async Task<string> CreateEventAsync(int rows, int seatsPerRow)
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
        var id = made.GetProperty("id").GetString()!;
        await UntilTrue.ExecuteAsync(async cancellationToken =>
            (await _http.GetFromJsonAsync<JsonElement>($"/api/v1/event/generated/{id}", cancellationToken)).GetProperty("generated").GetBoolean());
        return id;
    }

    public Task HoldAsync(string eventId, string seat) => SendAsync(_http, "/api/v1/booking/holds", new { eventId, seats = new[] { seat } });

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> SendAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new HttpRequestException($"{path}: {(int)answer.StatusCode} {text}");
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress from, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
