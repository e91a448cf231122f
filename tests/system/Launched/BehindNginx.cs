using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Launched;

/// <summary>The launched system behind a real nginx with the deployed configuration and TLS.</summary>
[Collection(nameof(LaunchedCollection))]
public sealed class BehindNginx(LocalSystem local, ITestOutputHelper output) : IAsyncLifetime
{
    private const string SeatsPath = "/api/v1/seat/seats";
    private const string LogIn = "/api/v1/auth/login";

    // Of one address, at one gateway (Live:MaxListenersPerNetwork).
    private const int Streams = 200;

    private ProxiedSystem _system = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(NginxServer.SkipReason is null, NginxServer.SkipReason ?? "");
        _system = await ProxiedSystem.StartAsync(local);
    }

    public ValueTask DisposeAsync() => _system?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task From_a_new_account_to_a_paid_seat()
    {
        var eventId = await NewEventAsync();

        await BuyAsync(eventId, "A1", "A2");
    }

    [Fact]
    public async Task A_stream_brings_the_snapshot_and_then_each_change()
    {
        var eventId = await NewEventAsync();
        using var watcher = await SeatWatcher.OpenAsync(_system, eventId);
        var buyer = await PayingBuyer.RegisterAsync(_system);

        var hold = await buyer.HoldSeatsAsync(eventId, "A1");
        var answered = TimeProvider.System.GetUtcNow();
        var seen = await watcher.UntilSeatIsAsync("A1", "HELD");
        await buyer.ReleaseAsync(hold);
        await watcher.UntilSeatIsAsync("A1", "AVAILABLE");

        output.WriteLine($"The hold was seen {(seen - answered).TotalMilliseconds:0} ms after its answer.");
        // Still open: what was seen was not waiting in nginx for the end.
        Assert.DoesNotContain(_system.Nginx.Requests, line => Path(line).Contains("/sse/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_crowd_that_reads_the_seats_of_an_event_costs_the_gateway_one_request_a_second()
    {
        var eventId = await NewEventAsync();
        var (time, reads) = (Stopwatch.StartNew(), 0);

        // Until what was kept has been renewed twice.
        do
        {
            await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => ReadSeatsAsync(eventId, times: 20)));
            reads += 500;
        }
        while (AskedForSeats() < 3 && time.Elapsed < TimeSpan.FromMinutes(1));

        var seconds = time.Elapsed.TotalSeconds;
        await Eventually.EqualsAsync(reads, () => Task.FromResult(_system.Nginx.Requests.Count(line => Path(line) == SeatsPath)));
        output.WriteLine($"{reads / seconds:0} reads a second; the gateway was asked {AskedForSeats()} times in {seconds:0.0} s.");
        Assert.InRange(AskedForSeats(), 3, 2 + (int)seconds);
    }

    [Fact]
    public async Task Slow_clients_are_cut_and_slow_no_other()
    {
        var eventId = await NewEventAsync(rows: 100, seatsPerRow: 100);
        var map = $"/api/v1/seat/map/{eventId}";
        // Twenty answers of a megabyte; it reads none.
        await using var idle = await _system.Nginx.ConnectAsync(receiveBuffer: 4096);
        await WriteAsync(idle, string.Concat(Enumerable.Repeat($"GET {map} HTTP/1.1\r\nHost: localhost\r\n\r\n", 20)));
        using var bought = new CancellationTokenSource();
        var slow = Enumerable.Range(0, 30).Select(_ => DripAsync(bought.Token)).ToArray();

        await BuyAsync(eventId, "A1", "A2");
        Assert.DoesNotContain(slow, drip => drip.IsCompleted);
        await bought.CancelAsync();

        await Task.WhenAll(slow);
        await Eventually.EqualsAsync(slow.Length, () => Task.FromResult(LogIns().Count(line => Text(line, "status") == "408")));
        Assert.DoesNotContain(LogIns(), line => Text(line, "upstream").Length > 0);
        await Eventually.IsTrueAsync(() => _system.Nginx.Requests.Any(line => Path(line) == map && Text(line, "whole").Length == 0));
    }

    [Fact]
    public async Task A_client_does_not_choose_the_address_that_it_is_counted_as()
    {
        var eventId = await NewEventAsync();
        using var client = _system.Nginx.NewClient(IPAddress.Parse("127.0.0.5"));
        var streams = new List<HttpResponseMessage>();
        for (var n = 0; n < Streams; n++)
        {
            streams.Add(await OpenAsync(client, eventId, forged: $"10.0.0.{n}"));
        }

        Assert.All(streams, stream => Assert.Equal(HttpStatusCode.OK, stream.StatusCode));
        using var refused = await OpenAsync(client, eventId, forged: "10.0.1.1");
        using var another = _system.Nginx.NewClient(IPAddress.Parse("127.0.0.6"));
        // It says that it is the first, and is not refused for that.
        using var accepted = await OpenAsync(another, eventId, forged: "127.0.0.5");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("too-many-streams", (await Answer.ReadAsync(refused)).Problem);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        streams.ForEach(stream => stream.Dispose());
    }

    private async Task<Guid> NewEventAsync(int rows = 5, int seatsPerRow = 10)
    {
        var organiser = await Organiser.RegisterAsync(_system);
        var eventId = await organiser.CreateEventAsync(rows, seatsPerRow);
        await organiser.UntilGeneratedAsync(eventId);
        return eventId;
    }

    private async Task ReadSeatsAsync(Guid eventId, int times)
    {
        for (var n = 0; n < times; n++)
        {
            using var answer = await _system.Gateway.GetAsync(new Uri($"{SeatsPath}?eventId={eventId}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private IEnumerable<JsonElement> LogIns() => _system.Nginx.Requests.Where(line => Path(line) == LogIn);

    private int AskedForSeats() => _system.Nginx.Requests.Count(line => Path(line) == SeatsPath && Text(line, "upstream").Length > 0);

    private async Task BuyAsync(Guid eventId, params string[] seats)
    {
        var buyer = await PayingBuyer.RegisterAsync(_system);
        var booking = await buyer.HoldSeatsAsync(eventId, seats);
        await buyer.PayAsync(await buyer.CheckOutAsync(booking));
        await buyer.UntilBookingIsAsync(booking, "CONFIRMED");
        await buyer.UntilSeatIsAsync(eventId, seats[^1], "BOOKED");
    }

    /// <summary>Sends a byte of a body each second, then none, and returns when nginx has ended the connection.</summary>
    private async Task DripAsync(CancellationToken stop)
    {
        await using var connection = await _system.Nginx.ConnectAsync();
        await WriteAsync(connection, $"POST {LogIn} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n");
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!stop.IsCancellationRequested)
        {
            await WriteAsync(connection, " ");
            await second.WaitForNextTickAsync(CancellationToken.None);
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            Assert.Equal(0, await connection.ReadAsync(new byte[1], deadline.Token));
        }
        catch (IOException)
        {
            // It was reset.
        }
    }

    private static async Task<HttpResponseMessage> OpenAsync(HttpClient client, Guid eventId, string forged)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, SseStream.PathOf(eventId)) { Headers = { { "X-Forwarded-For", forged } } };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task WriteAsync(Stream connection, string text) => await connection.WriteAsync(Encoding.ASCII.GetBytes(text));

    private static string Path(JsonElement line) => Text(line, "path");

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;
}
