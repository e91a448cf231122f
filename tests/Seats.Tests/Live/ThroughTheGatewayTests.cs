using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Gateway.Forwarding;
using TicketBooking.Sidecar;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Live;

/// <summary>Seats, two instances of the gateway and their sidecars, all over real HTTP.</summary>
public sealed class ThroughTheGatewayTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private const int SeatCount = 100;
    private static readonly string[] Statuses = [SeatStatuses.Available, SeatStatuses.Held, SeatStatuses.Booked];
    private readonly TestSeats _seats = new();
    private readonly EventMessage _event = Sample.Event(Sample.Section("Stalls", 1, SeatCount));
    private readonly List<KestrelHost<Forwarder>> _gateways = [];
    private readonly List<HttpClient> _clients = [];
    private SidecarHost _sidecars = null!;

    public async ValueTask InitializeAsync()
    {
        _sidecars = await SidecarHost.StartAsync(new SidecarOptions
        {
            Postgres = postgres.ConnectionString,
            AppApiToken = TestSeats.Token,
            ResourcesPaths = { Repository.PathTo("components/local") },
            Apps = { new() { AppId = AppIds.Seats }, new() { AppId = AppIds.Gateway }, new() { AppId = AppIds.Gateway } },
        });
        var own = _sidecars[AppIds.Seats];
        await _seats.StartAsync(("DAPR_HTTP_PORT", $"{own.HttpPort}"), ("DAPR_GRPC_PORT", $"{own.GrpcPort}"));
        _sidecars.AttachApp(AppIds.Seats, _seats.Client.BaseAddress!.Port);
        await _seats.AcceptAsync(_event);
        for (var instance = 0; instance < 2; instance++)
        {
            StartGateway(instance);
        }
    }

    [Fact]
    public async Task Listeners_of_two_gateways_end_with_exactly_the_map_of_seats()
    {
        using var one = await SseStream.OpenAsync(_clients[0], _event.EventId);
        using var two = await SseStream.OpenAsync(_clients[1], _event.EventId);

        await ChangeAsync(versions: 3);

        var truth = await MapAsync();
        Assert.Equal(truth, await PlayAsync(one, [], await SeqAsync()));
        Assert.Equal(truth, await PlayAsync(two, [], await SeqAsync()));
    }

    [Fact]
    public async Task A_listener_that_missed_1000_changes_ends_with_exactly_the_map_of_seats()
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var before = await SeqAsync();
        using (var stream = await SseStream.OpenAsync(_clients[0], _event.EventId))
        {
            await PlayAsync(stream, map, before);
        }

        await ChangeAsync(versions: 11);
        Assert.InRange(await SeqAsync() - before, 1000, 2000);

        using var back = await SseStream.OpenAsync(_clients[1], _event.EventId, lastEventId: $"{before}");
        var first = await back.NextAsync();
        Apply(map, first);
        await PlayAsync(back, map, await SeqAsync(), first.Seq);

        Assert.Equal("seats", first.Name);
        Assert.Equal(await MapAsync(), map);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        foreach (var gateway in _gateways)
        {
            await gateway.DisposeAsync();
        }

        await _sidecars.DisposeAsync();
        await _seats.DisposeAsync();
    }

    private void StartGateway(int instance)
    {
        var sidecar = _sidecars.Sidecars[1 + instance];
        var gateway = new KestrelHost<Forwarder>(
        [
            ("DAPR_HTTP_PORT", $"{sidecar.HttpPort}"),
            ("DAPR_GRPC_PORT", $"{sidecar.GrpcPort}"),
            ("APP_API_TOKEN", TestSeats.Token),
            ("DAPR_API_TOKEN", "asked for by none here"),
            ("Auth:Issuer", TestTokens.Issuer),
            ("Logging:LogLevel:Default", "None"),
        ]);
        _gateways.Add(gateway);
        _clients.Add(gateway.NewClient());
        _sidecars.AttachApp(AppIds.Gateway, gateway.Port, instance);
    }

    /// <summary>Every seat changes so often, in messages that come at the same time.</summary>
    private async Task ChangeAsync(int versions)
    {
        for (var version = 1; version <= versions; version++)
        {
            var deliveries = Enumerable.Range(1, SeatCount).Select(number => Sample.Booking(_event.EventId, new SeatChange(
                SeatId.Of(_event.EventId, "Stalls", "A", number), "A" + number, Statuses[(version + (number / 40)) % Statuses.Length], version)));
            await Task.WhenAll(deliveries.Select(_seats.AcceptAsync));
        }
    }

    private async Task<long> SeqAsync() => (await _seats.GetAsync("/api/v1/seat/map/" + _event.EventId)).GetProperty("seq").GetInt64();

    private async Task<SortedDictionary<string, string>> MapAsync()
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var seat in await _seats.AllAsync("seats", _event.EventId))
        {
            Set(map, seat);
        }

        return map;
    }

    private static async Task<SortedDictionary<string, string>> PlayAsync(
        SseStream stream, SortedDictionary<string, string> map, long until, long from = -1)
    {
        for (var seq = from; seq < until;)
        {
            var next = await stream.NextAsync();
            Assert.True(next.Seq > seq, $"{next.Seq} after {seq}");
            Apply(map, next);
            seq = next.Seq;
        }

        return map;
    }

    private static void Apply(SortedDictionary<string, string> map, SseEvent received)
    {
        if (received.Name == "snapshot")
        {
            map.Clear();
            received.Json.GetProperty("held").EnumerateArray().ToList().ForEach(seat => map[seat.GetString()!] = SeatStatuses.Held);
            received.Json.GetProperty("booked").EnumerateArray().ToList().ForEach(seat => map[seat.GetString()!] = SeatStatuses.Booked);
            return;
        }

        received.Json.GetProperty("changes").EnumerateArray().ToList().ForEach(change => Set(map, change));
    }

    private static void Set(SortedDictionary<string, string> map, JsonElement seat)
    {
        var (number, status) = (seat.GetProperty("seatNumber").GetString()!, seat.GetProperty("status").GetString()!);
        map.Remove(number);
        if (status != SeatStatuses.Available)
        {
            map[number] = status;
        }
    }
}
