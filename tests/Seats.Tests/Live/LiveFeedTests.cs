using System.Text.Json;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Sidecar;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Live;

public sealed class LiveFeedTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private readonly TestSeats _seats = new();
    private readonly EventMessage _event = Sample.Event(Sample.Section("Stalls", 1, 9)) with { EventId = Guid.Parse("0199d3c4-5b1e-7c3a-9f00-000000000002") };
    private SidecarHost _sidecars = null!;
    private Watcher _watcher = null!;

    public async ValueTask InitializeAsync()
    {
        _watcher = await Watcher.StartAsync();
        _sidecars = await SidecarHost.StartAsync(new SidecarOptions
        {
            Postgres = postgres.ConnectionString,
            AppApiToken = TestSeats.Token,
            ResourcesPaths = { Repository.PathTo("components/local") },
            Apps = { new() { AppId = AppIds.Seats }, new() { AppId = AppIds.Gateway, AppPort = _watcher.Port } },
        });
        var own = _sidecars[AppIds.Seats];
        await _seats.StartAsync(("DAPR_HTTP_PORT", $"{own.HttpPort}"), ("DAPR_GRPC_PORT", $"{own.GrpcPort}"));
        await _seats.AcceptAsync(_event);
    }

    [Fact]
    public async Task What_changed_is_told_as_the_golden_message_says()
    {
        await UntilHeardAsync();

        await _seats.AcceptAsync(Booking(SeatStatuses.Booked, version: 9, 2));

        var message = (await HeardUntilAsync("BOOKED"))[^1];
        var seq = message[message.IndexOf("\"seq\":", StringComparison.Ordinal)..].Split(':', ',')[1];
        Assert.Equal(Golden.Read("Seats.Tests", "seat-feed-message").Replace("{seq}", seq, StringComparison.Ordinal), message);
    }

    [Fact]
    public async Task S2_9_what_is_committed_is_told_once()
    {
        await UntilHeardAsync();
        var before = await _seats.CountAsync("SELECT seq FROM tbl_event");

        await Task.WhenAll(Enumerable.Range(2, 8).Select(number => _seats.AcceptAsync(Booking(SeatStatuses.Held, version: 1, number))));
        await _seats.AcceptAsync(Booking(SeatStatuses.Booked, version: 2, 2));

        var seqs = new List<long>();
        while (seqs.Count < 9)
        {
            seqs.AddRange(Seqs(await _watcher.Heard.NextAsync()).Where(seq => seq > before));
        }

        Assert.Equal(Enumerable.Range(1, 9).Select(n => before + n), seqs.Order());
    }

    [Fact]
    public async Task S2_9_nothing_is_told_while_its_commit_is_held_up()
    {
        await UntilHeardAsync();
        await _seats.CountAsync("""
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(9); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER wait AFTER UPDATE ON tbl_seat DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (NEW.seat_number = 'A9') EXECUTE FUNCTION wait();
            SELECT 0::bigint
            """);
        await using var connection = await _seats.Database.OpenConnectionAsync();
        await using var holdUp = await connection.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock(9)", connection, holdUp);
        await take.ExecuteNonQueryAsync();

        var applying = _seats.AcceptAsync(Booking(SeatStatuses.Held, version: 1, 9));
        await Eventually.EqualsAsync(1L, () => _seats.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'"));

        // Changes of another event are told meanwhile.
        var other = Sample.Event(Sample.Section("Stalls", 1, 1));
        await _seats.AcceptAsync(other);
        await _seats.AcceptAsync(Sample.Booking(
            other.EventId, new SeatChange(SeatId.Of(other.EventId, "Stalls", "A", 1), "A1", SeatStatuses.Held, 1)));
        Assert.DoesNotContain(await HeardUntilAsync($"{other.EventId}"), message => message.Contains("A9", StringComparison.Ordinal));

        await holdUp.CommitAsync();
        await applying;
        await HeardUntilAsync("A9");
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecars.DisposeAsync();
        await _seats.DisposeAsync();
        await _watcher.DisposeAsync();
    }

    private BookingMessage Booking(string status, long version, int number) =>
        Sample.Booking(_event.EventId, new SeatChange(SeatId.Of(_event.EventId, "Stalls", "A", number), "A" + number, status, version));

    private static List<long> Seqs(string message)
    {
        var json = JsonElement.Parse(message);
        var before = json.TryGetProperty("before", out var batches) ? batches.EnumerateArray().ToList() : [];
        return [.. before.Append(json).Select(batch => batch.GetProperty("seq").GetInt64())];
    }

    /// <summary>All that is heard up to the first message with this text.</summary>
    private async Task<List<string>> HeardUntilAsync(string text)
    {
        var heard = new List<string>();
        do
        {
            heard.Add(await _watcher.Heard.NextAsync());
        }
        while (!heard[^1].Contains(text, StringComparison.Ordinal));
        return heard;
    }

    /// <summary>What is told before the watcher is known to the sidecar is lost, as it may be: seat A1 changes until it is heard, and all is told.</summary>
    private async Task UntilHeardAsync()
    {
        var version = 0;
        await Eventually.IsTrueAsync(async () =>
        {
            await _seats.AcceptAsync(Booking(++version % 2 == 0 ? SeatStatuses.Available : SeatStatuses.Held, version, 1));
            return _watcher.Heard.HasMore;
        });
        var last = await _seats.CountAsync("SELECT seq FROM tbl_event");
        await Eventually.GetAsync(() => _watcher.Heard.NextAsync(), message => Seqs(message)[^1] == last);
    }
}
