using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Sidecar;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

/// <summary>The service beside the embedded sidecar, with the components that the local system uses.</summary>
public sealed class ThroughTheSidecarTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private readonly TestSeats _seats = new();
    private readonly HttpClient _relay = new();
    private SidecarHost _sidecars = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new SidecarOptions
        {
            Postgres = postgres.ConnectionString,
            AppApiToken = TestSeats.Token,
            ResourcesPaths = { Repository.PathTo("components/local") },
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
        var message = Sample.Event(Sample.Section("Stalls", 2, 2));
        var booking = Sample.Booking(
            message.EventId, new SeatChange(SeatId.Of(message.EventId, "Stalls", "B", 1), "B1", SeatStatuses.Booked, 1));

        await PublishAsync(Topics.EventOutbox, "{}");
        await PublishAsync(Topics.BookingOutbox, JsonSerializer.Serialize(booking, ContractsJson.Default.BookingMessage));
        await PublishAsync(Topics.EventOutbox, JsonSerializer.Serialize(message, ContractsJson.Default.EventMessage));

        await Eventually.EqualsAsync(
            1L, () => _seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}' AND status = 'BOOKED'"));
        Assert.Equal(
            ["A1 AVAILABLE", "A2 AVAILABLE", "B1 BOOKED", "B2 AVAILABLE"],
            (await _seats.AllAsync("seats", message.EventId)).Select(seat => $"{seat.GetProperty("seatNumber")} {seat.GetProperty("status")}"));
        Assert.Single(await _seats.PayloadsAsync(message.EventId));
    }

    [Fact]
    public async Task It_is_ready_when_database_and_sidecar_answer() =>
        Assert.Equal(
            """{"status":"Healthy","checks":{"sidecar":"Healthy","database":"Healthy"}}""",
            (await _seats.GetAsync("/health/ready")).GetRawText());

    public async ValueTask DisposeAsync()
    {
        _relay.Dispose();
        await _sidecars.DisposeAsync();
        await _seats.DisposeAsync();
    }

    private Task PublishAsync(string topic, string payload) =>
        OutboxRow.PublishAsync(_relay, topic, Guid.CreateVersion7(), OutboxRow.ChangeOf(payload, TestSeats.TypeOn(topic)));
}
