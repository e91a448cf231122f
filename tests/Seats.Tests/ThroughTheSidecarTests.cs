using System.Net;
using System.Text;
using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Seats.Domain;
using TicketBooking.Sidecar;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

/// <summary>The service beside the embedded sidecar, with the components that the local system uses.</summary>
public sealed class ThroughTheSidecarTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TestSeats _seats = new();
    private readonly HttpClient _relay = new();
    private SidecarHost _sidecars = null!;

    public async Task InitializeAsync()
    {
        var options = new SidecarOptions
        {
            Postgres = postgres.ConnectionString,
            AppApiToken = TestSeats.Token,
            ResourcesPaths = { Path.Combine(AppContext.BaseDirectory, "components") },
            Apps = { new() { AppId = AppIds.Seats }, new() { AppId = "outbox-relay" } },
        };
        _sidecars = await SidecarHost.StartAsync(options);
        _relay.BaseAddress = new Uri($"http://127.0.0.1:{_sidecars["outbox-relay"].HttpPort}");
        var own = _sidecars[AppIds.Seats];
        await _seats.StartAsync(("DAPR_HTTP_PORT", $"{own.HttpPort}"), ("DAPR_GRPC_PORT", $"{own.GrpcPort}"));
        _sidecars.AttachApp(AppIds.Seats, _seats.Client.BaseAddress!.Port);
    }

    [Fact]
    public async Task Seats_appear_and_follow_bookings_behind_poison()
    {
        var message = An.Event(An.Section("Stalls", 2, 2));
        var booking = An.Booking(
            message.EventId, new SeatChange(SeatId.Of(message.EventId, "Stalls", "B", 1), "B1", SeatStatuses.Booked, 1));

        await PublishAsync(Topics.EventOutbox, "{}");
        await PublishAsync(Topics.BookingOutbox, JsonSerializer.Serialize(booking, ContractsJson.Default.BookingMessage));
        await PublishAsync(Topics.EventOutbox, JsonSerializer.Serialize(message, ContractsJson.Default.EventMessage));

        await UntilAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}' AND status = 'BOOKED'", 1);
        Assert.Equal(
            ["A1 AVAILABLE", "A2 AVAILABLE", "B1 BOOKED", "B2 AVAILABLE"],
            (await _seats.AllAsync("seats", message.EventId)).Select(seat => $"{seat.GetProperty("seatNumber")} {seat.GetProperty("status")}"));
        Assert.Single(await _seats.PayloadsAsync(message.EventId));
    }

    [Fact]
    public async Task Another_service_reads_a_large_catalogue_by_invocation()
    {
        var message = An.Event(An.Section("Stalls", 200, 100));
        await _seats.AcceptAsync(message);
        using var client = new HttpClient { BaseAddress = _relay.BaseAddress };

        await using var answer = await client.GetStreamAsync(new Uri($"/v1.0/invoke/seats/method/internal/catalogue/{message.EventId}", UriKind.Relative));

        var catalogue = (await JsonSerializer.DeserializeAsync(answer, ContractsJson.Default.SeatCatalogue))!;
        Assert.Equal(20_000, catalogue.Seats.Length);
    }

    [Fact]
    public async Task It_is_ready_when_database_and_sidecar_answer() =>
        Assert.Equal(
            """{"status":"Healthy","checks":{"sidecar":"Healthy","database":"Healthy"}}""",
            (await _seats.GetAsync("/health/ready")).GetRawText());

    public async Task DisposeAsync()
    {
        _relay.Dispose();
        await _sidecars.DisposeAsync();
        await _seats.DisposeAsync();
    }

    private async Task PublishAsync(string topic, string payload)
    {
        using var change = new StringContent(TestSeats.ChangeOf(payload), Encoding.UTF8, "application/json");
        using var answer = await _relay.PostAsync(
            new Uri($"/v1.0/publish/{Topics.PubSub}/{topic}?metadata.rawPayload=true", UriKind.Relative), change);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    /// <summary>Delivery is asynchronous by nature; nothing but the effect tells that it has happened.</summary>
    private async Task UntilAsync(string sql, long expected)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _seats.CountAsync(sql) != expected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }
}
