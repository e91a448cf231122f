using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using TicketBooking.ChildProcesses;
using TicketBooking.Contracts;
using TicketBooking.Seats.Tests.Projection;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Live;

/// <summary>The service as its own process, whose memory can be read, and an event of 200,000 seats.</summary>
public sealed class UnreadMapTests : IAsyncLifetime
{
    private const int SeatCount = 200_000;
    private const long Most = 50L << 20;
    private readonly EventMessage _event = Sample.Event(Sample.Section("Stalls", 400, 500));
    private readonly int _port = Ports.Next();
    private TestPostgres _database = null!;
    private GuardedProcess _service = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await SeatsDatabase.CreateAsync();
        await SeatsDatabase.FillAsync(_database.DataSource, _event);
        var settings = new[]
        {
            ("ConnectionStrings:Database", _database.ConnectionString), ("APP_PORT", $"{_port}"), ("APP_API_TOKEN", TestSeats.Token),
            ("DAPR_API_TOKEN", "asked for by none here"), ("Logging:LogLevel:Default", "None"),
        };
        _service = GuardedProcess.Start(ServiceProcess.CommandOf("Seats", settings), static _ => { });
        using var client = NewClient();
        await Eventually.SucceedsAsync(() => client.GetAsync(new Uri("/health/live", UriKind.Relative)));
    }

    [Fact]
    public async Task Thirty_maps_that_are_not_read_cost_less_than_50_MB_and_another_reader_gets_its_own()
    {
        using var client = NewClient();
        using var small = await client.GetAsync(new Uri($"/api/v1/seat/map/{Guid.CreateVersion7()}", UriKind.Relative));
        var before = await MemoryAsync();

        var unread = await Task.WhenAll(Enumerable.Range(0, 30).Select(n => UnreadAnswer.AskAsync(
            _port, Path, "dapr-api-token: " + TestSeats.Token, "Accept-Encoding: " + (n % 3) switch { 0 => "br", 1 => "gzip", _ => "identity" })));
        var (plain, seats) = await ReadAsync(client, "identity");
        var growth = await MemoryAsync() - before;

        Assert.Equal(SeatCount, seats);
        Assert.Equal(plain, (await ReadAsync(client, "br")).Hash);
        Assert.Equal(plain, (await ReadAsync(client, "gzip")).Hash);
        Assert.True(growth < Most, $"They cost {growth >> 20} MiB.");
        Array.ForEach(unread, answer => answer.Dispose());
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _database.DisposeAsync();
    }

    private string Path => $"/api/v1/seat/map/{_event.EventId}";

    private async Task<long> MemoryAsync() => ProcessMemory.ReadBytes(await _service.Pid);

    private HttpClient NewClient()
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        client.DefaultRequestHeaders.Add("dapr-api-token", TestSeats.Token);
        return client;
    }

    private async Task<(string Hash, int Seats)> ReadAsync(HttpClient client, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { { "Accept-Encoding", encoding } } };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        await using Stream plain = encoding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var json = new MemoryStream();
        await plain.CopyToAsync(json);
        var map = JsonElement.Parse(json.ToArray());
        return (
            Convert.ToHexString(SHA256.HashData(json.ToArray())),
            map.GetProperty("sections")[0].GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("seats").GetArrayLength()));
    }
}
