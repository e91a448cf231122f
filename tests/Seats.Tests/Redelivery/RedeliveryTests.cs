using System.Net.Http.Json;
using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Postgres;
using TicketBooking.Seats.Tests.Generation;
using TicketBooking.Seats.Tests.Projection;
using TicketBooking.Sidecar;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Redelivery;

/// <summary>Whole batches come twice, because a process dies between its effect and the word of it. The seats are as claimed, and nothing is doubled.</summary>
public sealed class RedeliveryTests : IAsyncLifetime
{
    private const string Relay = "outbox-relay";
    private const int Killed = 128 + 9;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly HttpClient _relay = new();
    private TestPostgres _seats = null!;
    private TestPostgres _log = null!;
    private SidecarHost _sidecars = null!;
    private HeldSeats _held = null!;

    public async ValueTask InitializeAsync()
    {
        _seats = await SeatsDatabase.CreateAsync();
        _log = await TestPostgres.CreateAsync();
        _sidecars = await SidecarHost.StartAsync(new SidecarOptions
        {
            Postgres = _log.ConnectionString,
            AppApiToken = TestSeats.Token,
            ResourcesPaths = { Repository.PathTo("components/local") },
            Apps = { new() { AppId = AppIds.Seats }, new() { AppId = Relay } },
        });
        _relay.BaseAddress = new Uri($"http://127.0.0.1:{_sidecars[Relay].HttpPort}");
        _held = await HeldSeats.CreateAsync(_seats.DataSource);
    }

    public async ValueTask DisposeAsync()
    {
        _relay.Dispose();
        await _sidecars.DisposeAsync();
        await _log.DisposeAsync();
        await _seats.DisposeAsync();
    }

    [Fact]
    public async Task Seats_dies_after_the_commit_of_a_delivery_and_before_its_answer()
    {
        var fault = Path.Combine(Directory.CreateTempSubdirectory("ticket-booking-faults-").FullName, "point");
        await using var killed = await StartSeatsAsync(
            ("DOTNET_STARTUP_HOOKS", Path.Combine(AppContext.BaseDirectory, "FaultPoints.dll")), ("FAULT_POINT", fault));
        await File.WriteAllTextAsync(fault, "after\t/booking-changes\t0");

        await PublishAsync();

        Assert.Equal(Killed, await killed.Exited.WaitAsync(Longest));
        await _held.AreShownOnceAsync();
        Assert.Equal(HeldSeats.Count, await PendingAsync());
        await using var next = await StartSeatsAsync();
        await Eventually.EqualsAsync(0L, PendingAsync);
        await _held.AreShownOnceAsync();
        Directory.Delete(Path.GetDirectoryName(fault)!, recursive: true);
    }

    [Fact]
    public async Task The_relay_dies_after_the_sidecar_has_stored_its_batch_and_before_the_position_is_confirmed()
    {
        await using var seats = await StartSeatsAsync();
        await using var outbox = new BookingOutbox(await TestPostgres.CreateAsync());
        await outbox.CreateAsync();
        await using var silent = await SilentSidecar.StartAsync(_sidecars[Relay].HttpPort);
        await using (var killed = outbox.StartRelay(silent.Url))
        {
            await Eventually.IsTrueAsync(outbox.IsReadAsync);
            await outbox.WriteAsync(_held.Messages);
            await Eventually.EqualsAsync((HeldSeats.Count, HeldSeats.Count), StoredAsync);
            await killed.SignalAsync("KILL");
            Assert.Equal(Killed, await killed.Exited.WaitAsync(Longest));
        }

        Assert.False(await outbox.IsConfirmedAsync());
        silent.Answer();
        await using var next = outbox.StartRelay(silent.Url);
        await Eventually.IsTrueAsync(outbox.IsConfirmedAsync);

        Assert.Equal((2 * HeldSeats.Count, HeldSeats.Count), await StoredAsync());
        await Eventually.EqualsAsync(0L, PendingAsync);
        await _held.AreShownOnceAsync();
    }

    [Fact]
    public async Task A_batch_comes_again_while_it_is_applied_and_again_after_it()
    {
        await using var seats = await StartSeatsAsync();
        string[] batch = [.. _held.Messages.Select(ChangeOf)];

        await Task.WhenAll(DeliverAsync(batch), DeliverAsync([.. batch.Reverse()]));
        await DeliverAsync(batch);
        await DeliverAsync([.. batch, .. batch]);

        await _held.AreShownOnceAsync();

        async Task DeliverAsync(string[] bodies)
        {
            using var answer = await SidecarDelivery.PostAsync(seats.Client, "booking-changes", bodies);
            Assert.All(await SidecarDelivery.StatusesAsync(answer), status => Assert.Equal("SUCCESS", status));
        }
    }

    private static string ChangeOf(string payload) => OutboxRow.ChangeOf(payload, MessageTypes.BookingChanged, table: "tbl_booking_outbox");

    private async Task<SeatsProcess> StartSeatsAsync(params (string Name, string Value)[] settings)
    {
        var own = _sidecars[AppIds.Seats];
        var seats = await SeatsProcess.StartAsync(_seats, [("DAPR_HTTP_PORT", $"{own.HttpPort}"), ("DAPR_GRPC_PORT", $"{own.GrpcPort}"), .. settings]);
        _sidecars.AttachApp(AppIds.Seats, seats.Client.BaseAddress!.Port);
        await Eventually.EqualsAsync(true, async () => (await LagAsync()).Length > 0);
        return seats;
    }

    private async Task PublishAsync()
    {
        var entries = _held.Messages.Select((payload, n) => new
        {
            entryId = $"{n}", @event = ChangeOf(payload), contentType = "text/plain", metadata = new { partitionKey = $"{n}" },
        });
        using var answer = await _relay.PostAsJsonAsync($"/v1.0/publish/bulk/pubsub/{Topics.BookingOutbox}?metadata.rawPayload=true", entries);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Messages of the topic in the sidecar's log, and how many different ones.</summary>
    private Task<(long, long)> StoredAsync() => _log.DataSource.Command(
        "SELECT count(*), count(DISTINCT convert_from(data, 'UTF8')::jsonb #>> '{after,id}') FROM pubsub_message WHERE topic = $1", Topics.BookingOutbox)
        .FirstAsync(row => (row.GetInt64(0), row.GetInt64(1)), CancellationToken.None);

    private async Task<long> PendingAsync() => (await LagAsync()).Single().GetProperty("pending").GetInt64();

    private async Task<JsonElement[]> LagAsync() =>
        [.. (await _relay.GetFromJsonAsync<JsonElement>("/local/v1/pubsub/lag")).GetProperty("groups").EnumerateArray()
            .Where(group => group.GetProperty("topic").GetString() == Topics.BookingOutbox && group.GetProperty("group").GetString() == AppIds.Seats)];
}
