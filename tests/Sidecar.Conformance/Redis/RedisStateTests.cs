using StackExchange.Redis;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Redis;

/// <summary>The embedded state store and Redis, asked the same, answer the same; docs/sidecar.md says where they do not.</summary>
public sealed class RedisStateTests(RedisServer server, TestPostgres postgres) : IClassFixture<RedisServer>, IClassFixture<TestPostgres>, IAsyncLifetime
{
    private const string First = "first-write";
    private const string Last = "last-write";
    private const int Steps = 400;

    private static readonly string[] Clients = ["one", "two"];
    private static int _databases;

    private ConnectionMultiplexer _redis = null!;
    private SidecarHost _sidecar = null!;
    private HttpClient _http = null!;
    private StatePlayer _expected = null!;
    private StatePlayer _actual = null!;

    public async ValueTask InitializeAsync()
    {
        if (RedisServer.SkipReason is not null)
        {
            return;
        }

        _redis = await ConnectionMultiplexer.ConnectAsync(server.Address);
        _sidecar = await EmbeddedSidecar.StartAsync(postgres, ("app", 0));
        _http = _sidecar.HttpOf("app");
        await using var command = postgres.DataSource.CreateCommand("TRUNCATE state_item");
        await command.ExecuteNonQueryAsync();
        _expected = new StatePlayer(new RedisStates(_redis.GetDatabase(_databases++)));
        _actual = new StatePlayer(new EmbeddedStates(_http, postgres.DataSource));
    }

    public async ValueTask DisposeAsync()
    {
        if (RedisServer.SkipReason is null)
        {
            _http.Dispose();
            await _sidecar.DisposeAsync();
            await _redis.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Token_buckets_are_read_and_written_as_in_redis(int seed)
    {
        Assert.SkipUnless(RedisServer.SkipReason is null, RedisServer.SkipReason ?? "");

        // As DaprBucketStore of the gateway does: with the ETag when there was a bucket, and a time to live each time.
        await PlayAsync(seed, (player, random, client) => random.Next(2) == 0
            ? player.ReadAsync(client, "bucket")
            : player.WriteAsync(client, "bucket", First, random.Next(1, 4), withETag: true));

        AssertSame("nothing", "204", "409", "500");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Items_that_are_not_first_writes_are_kept_replaced_and_deleted_as_in_redis(int seed)
    {
        Assert.SkipUnless(RedisServer.SkipReason is null, RedisServer.SkipReason ?? "");

        await PlayAsync(seed, (player, random, client) => random.Next(5) switch
        {
            0 => player.ReadAsync(client, "item"),
            1 => player.DeleteAsync(client, "item", random.Next(2) == 0 ? Last : null, withETag: random.Next(2) == 0),
            _ => player.WriteAsync(client, "item", random.Next(2) == 0 ? Last : null, Lifetime(random), withETag: random.Next(2) == 0),
        });

        AssertSame("nothing", "204", "409");
    }

    [Fact]
    public Task A_write_that_says_no_time_to_live_keeps_the_one_before_only_in_redis() => DifferAsync("reads item: nothing", "reads item: 2", async player =>
    {
        await player.WriteAsync("one", "item", Last, 2, withETag: false);
        await player.WriteAsync("one", "item", Last, null, withETag: false);
        await player.PassAsync(2);
        await player.ReadAsync("one", "item");
    });

    [Fact]
    public Task A_write_with_the_etag_of_an_item_that_is_gone_is_taken_only_by_redis() => DifferAsync("204", "409", async player =>
    {
        await WriteReadAndLoseAsync(player);
        await player.WriteAsync("one", "item", First, 2, withETag: true);
    });

    [Fact]
    public Task A_delete_with_the_etag_of_an_item_that_is_gone_is_done_only_in_redis() => DifferAsync("204", "409", async player =>
    {
        await WriteReadAndLoseAsync(player);
        await player.DeleteAsync("one", "item", null, withETag: true);
    });

    [Fact]
    public Task An_etag_counts_for_the_next_item_of_that_key_only_in_redis() => DifferAsync("204", "409", async player =>
    {
        await WriteReadAndLoseAsync(player);
        await player.WriteAsync("two", "item", First, 2, withETag: false);
        await player.WriteAsync("one", "item", First, 2, withETag: true);
    });

    [Fact]
    public Task A_last_write_of_what_was_once_a_first_write_is_refused_only_by_redis() => DifferAsync("500", "204", async player =>
    {
        await player.WriteAsync("one", "item", First, 2, withETag: false);
        await player.WriteAsync("two", "item", Last, 2, withETag: false);
    });

    [Fact]
    public Task A_first_write_over_what_was_never_one_is_taken_only_by_redis() => DifferAsync("204", "500", async player =>
    {
        await player.WriteAsync("one", "item", Last, 2, withETag: false);
        await player.WriteAsync("two", "item", First, 2, withETag: false);
    });

    private static async Task WriteReadAndLoseAsync(StatePlayer player)
    {
        await player.WriteAsync("one", "item", First, 2, withETag: false);
        await player.ReadAsync("one", "item");
        await player.PassAsync(2);
    }

    private static int Lifetime(Random random) => random.Next(4) == 0 ? -1 : random.Next(1, 4);

    /// <summary>Each store plays the same game by itself.</summary>
    private async Task PlayAsync(int seed, Func<StatePlayer, Random, string, Task> step)
    {
        await BothAsync(async player =>
        {
            var random = new Random(seed);
            while (player.Answers.Count < Steps)
            {
                await (random.Next(6) == 0 ? player.PassAsync(random.Next(1, 3)) : step(player, random, Clients[random.Next(Clients.Length)]));
                await player.ForgetWhatIsGoneAsync("bucket");
                await player.ForgetWhatIsGoneAsync("item");
            }
        });
    }

    private async Task BothAsync(Func<StatePlayer, Task> play)
    {
        await play(_expected);
        await play(_actual);
    }

    private void AssertSame(params string[] everyAnswer)
    {
        Assert.Equal(_expected.Answers, _actual.Answers);
        Assert.All(everyAnswer, answer => Assert.Contains(_expected.Answers, step => step.EndsWith($": {answer}", StringComparison.Ordinal)));
    }

    private async Task DifferAsync(string redis, string here, Func<StatePlayer, Task> play)
    {
        Assert.SkipUnless(RedisServer.SkipReason is null, RedisServer.SkipReason ?? "");
        await BothAsync(play);
        Assert.EndsWith(redis, _expected.Answers[^1], StringComparison.Ordinal);
        Assert.EndsWith(here, _actual.Answers[^1], StringComparison.Ordinal);
        Assert.Equal(_expected.Answers[..^1], _actual.Answers[..^1]);
    }
}
