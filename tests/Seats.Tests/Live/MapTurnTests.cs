using System.Buffers;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TicketBooking.Postgres;
using TicketBooking.Seats.Data;
using TicketBooking.Seats.Features.Map;
using TicketBooking.Seats.Tests.Projection;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Live;

/// <summary>How many maps are made at the same time, and how many bytes of them stay in memory.</summary>
public sealed class MapTurnTests
{
    [Fact]
    public async Task Two_maps_are_made_at_the_same_time_and_one_that_waits_too_long_is_503_with_retry_after()
    {
        await using var database = await SeatsDatabase.CreateAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var service = new KestrelHost<SeatMaps>(
            [
                ("ConnectionStrings:Database", database.ConnectionString), ("APP_API_TOKEN", TestSeats.Token), ("DAPR_API_TOKEN", "asked for by none here"),
                ("Logging:LogLevel:Default", "None"),
            ],
            services => services.AddSingleton<TimeProvider>(clock));
        using var client = service.NewClient();
        client.DefaultRequestHeaders.Add("dapr-api-token", TestSeats.Token);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        var events = new List<Guid>();
        for (var n = 0; n <= SeatMaps.MostAtOnce; n++)
        {
            events.Add(await SeatsDatabase.FillAsync(database.DataSource, Sample.Event(Sample.Section("Stalls", 1, 2))));
        }

        await using var holdUp = await connection.BeginTransactionAsync();
        await holdUp.Command("LOCK TABLE tbl_seat IN ACCESS EXCLUSIVE MODE").ExecuteNonQueryAsync();

        var first = events.Take(SeatMaps.MostAtOnce).Select(AskAsync).ToList();
        await Eventually.EqualsAsync((long)SeatMaps.MostAtOnce, () => CountReadersAsync(database));
        var last = AskAsync(events[^1]);
        // Less than a map that is being made may take.
        var seconds = 0;
        await Eventually.IsTrueAsync(() =>
        {
            clock.Advance(seconds++ < 20 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
            return last.IsCompleted;
        });

        using var refused = await last;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("urn:ticket-booking:problem:service-busy", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(first, answer => answer.IsCompleted);

        await holdUp.RollbackAsync();
        Assert.All(await Task.WhenAll(first), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(events[^1])).StatusCode);

        Task<HttpResponseMessage> AskAsync(Guid eventId) => client.GetAsync(new Uri("/api/v1/seat/map/" + eventId, UriKind.Relative));
    }

    [Fact]
    public async Task Too_many_bytes_of_maps_cost_old_ones_first_and_their_slow_readers_last()
    {
        var kept = new KeptMaps(mostBytes: 300, TimeProvider.System);
        var hot = Guid.CreateVersion7();
        var (old, newer) = (MapOf(hot, seq: 1), MapOf(hot, seq: 2));
        var (other, newest) = (MapOf(Guid.CreateVersion7(), seq: 1), MapOf(hot, seq: 3));
        using var gone = new CancellationTokenSource();
        kept.Keep(old);
        var slow = old.SendAsync(new StuckStream(), ContentCoding.Brotli, gone.Cancel, gone.Token);

        kept.Keep(newer);
        kept.Keep(other);
        Assert.Equal(300, kept.Bytes);
        kept.Keep(newest);
        Assert.Equal((300, false), (kept.Bytes, gone.IsCancellationRequested));
        kept.Keep(MapOf(Guid.CreateVersion7(), seq: 1));

        Assert.Equal(300, kept.Bytes);
        Assert.Null(kept.Find(other.EventId, other.Version));
        Assert.False(gone.IsCancellationRequested, "A map that is not being sent goes first.");
        var readers = new List<Task>();
        foreach (var map in (SeatMap[])[newest, MapOf(Guid.CreateVersion7(), seq: 1), MapOf(Guid.CreateVersion7(), seq: 1)])
        {
            kept.Keep(map);
            readers.Add(map.SendAsync(new StuckStream(), ContentCoding.Brotli, static () => { }, CancellationToken.None));
        }

        Assert.Equal(300, kept.Bytes);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.DoesNotContain(readers, reader => reader.IsCompleted);
    }

    [Theory]
    [InlineData(ContentCoding.Brotli)]
    [InlineData(ContentCoding.Gzip)]
    public async Task A_compressed_map_is_made_once_for_all_who_ask(string coding)
    {
        using var text = new BrotliWriter();
        text.Write(System.Text.Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 50_000))));
        var map = new SeatMap(Guid.CreateVersion7(), new MapVersion(1, Prices: 0), text.Complete());
        using var first = new SharedBytes();
        using var second = new SharedBytes();

        await map.SendAsync(first, coding, static () => { }, CancellationToken.None);
        await map.SendAsync(second, coding, static () => { }, CancellationToken.None);

        Assert.NotEmpty(first.Written);
        Assert.Equal(first.Written, second.Written);
        Assert.Equal(map.BrotliBytes + (coding == ContentCoding.Gzip ? first.Written.Sum(part => part.Length) : 0), map.Bytes);
    }

    private static async Task<long> CountReadersAsync(TestPostgres database)
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM tbl_seat %'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static SeatMap MapOf(Guid eventId, long seq) => new(eventId, new MapVersion(seq, Prices: 0), [new byte[100]]);

    /// <summary>A client that does not read.</summary>
    private sealed class StuckStream : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    /// <summary>Remembers which memory was written, not what it says.</summary>
    private sealed class SharedBytes : MemoryStream
    {
        public List<ReadOnlyMemory<byte>> Written { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written.Add(buffer);
            return ValueTask.CompletedTask;
        }
    }
}
