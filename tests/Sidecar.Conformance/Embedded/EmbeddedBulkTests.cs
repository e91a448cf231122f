using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

/// <summary>Bulk deliveries take what is there.</summary>
public sealed class EmbeddedBulkTests : IAsyncLifetime
{
    private const string Topic = "orders";
    private TestPostgres _postgres = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await TestPostgres.CreateAsync();
        _app = await TestApp.StartAsync([new
        {
            pubsubname = ConformanceTarget.PubSub,
            topic = Topic,
            route = Topics.Route(Topic),
            metadata = new { rawPayload = "true" },
            bulkSubscribe = new { enabled = true, maxMessagesCount = 100, maxAwaitDurationMs = 600_000 },
        }]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_message_waits_for_no_second_one_and_what_gathers_meanwhile_goes_together()
    {
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var inbox = Collect(reached, release);
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("app", _app.Port));
        using var http = sidecar.HttpOf("app");

        await http.PublishAsync(Topic, "first");
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await PublishAsync(http, 250);
        release.SetResult();

        await http.UntilPendingAsync(Topic, "app", 0);
        var deliveries = new List<string[]>();
        while (inbox.Count > 0)
        {
            deliveries.Add(Ids(await inbox.NextAsync()));
        }

        Assert.Equal([1, 100, 100, 50], deliveries.Select(ids => ids.Length));
        Assert.Equal(["first", .. Enumerable.Range(0, 250).Select(n => $"{n}")], deliveries.SelectMany(ids => ids));
    }

    [Fact]
    public async Task Messages_of_all_partitions_go_together_and_in_the_order_of_the_log()
    {
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var inbox = Collect(reached, release);
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("app", _app.Port));
        using var http = sidecar.HttpOf("app");
        await http.PublishAsync(Topic, "first");
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await PublishAsync(http, 60, key: number => $"key {number}");
        release.SetResult();

        await http.UntilPendingAsync(Topic, "app", 0);
        Assert.Equal(["first"], Ids(await inbox.NextAsync()));
        Assert.Equal(Enumerable.Range(0, 60).Select(n => $"{n}"), Ids(await inbox.NextAsync()));
    }

    [Fact]
    public async Task What_was_not_read_before_a_restart_comes_first()
    {
        await using (var closed = await EmbeddedSidecar.StartAsync(_postgres, ("app", 0)))
        {
            using var http = closed.HttpOf("app");
            await PublishAsync(http, 250, key: number => $"key {number}");
        }

        var inbox = _app.CollectBulk(Topics.Route(Topic), _ => "SUCCESS");
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("app", _app.Port));
        using var again = sidecar.HttpOf("app");
        await again.PublishAsync(Topic, "last");
        await again.UntilPendingAsync(Topic, "app", 0);

        var ids = new List<string>();
        while (inbox.Count > 0)
        {
            ids.AddRange(Ids(await inbox.NextAsync()));
        }

        Assert.Equal([.. Enumerable.Range(0, 250).Select(n => $"{n}"), "last"], ids);
    }

    [Fact]
    public async Task A_group_that_is_rewound_during_a_delivery_gets_everything_again()
    {
        _app.CollectBulk(Topics.Route(Topic), _ => "SUCCESS");
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("app", _app.Port));
        using var http = sidecar.HttpOf("app");
        await http.PublishAsync(Topic, "a");
        await http.UntilPendingAsync(Topic, "app", 0);
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var inbox = Collect(reached, release);
        await http.PublishAsync(Topic, "b");
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await http.RewindAsync(Topic, "app");
        release.SetResult();

        Assert.Equal(["b"], Ids(await inbox.NextAsync()));
        Assert.Equal(["a", "b"], Ids(await inbox.NextAsync()));
        await http.UntilPendingAsync(Topic, "app", 0);
    }

    /// <summary>Collects deliveries; answers each after the release.</summary>
    private Inbox Collect(TaskCompletionSource reached, TaskCompletionSource release)
    {
        var inbox = new Inbox();
        _app.On(Topics.Route(Topic), async context =>
        {
            var delivery = await Delivery.ReadAsync(context);
            inbox.Add(delivery);
            reached.TrySetResult();
            await release.Task;
            await context.Response.WriteAsJsonAsync(new
            {
                statuses = delivery.Json.GetProperty("entries").EnumerateArray()
                    .Select(entry => new { entryId = entry.GetProperty("entryId").GetString(), status = "SUCCESS" }),
            });
        });
        return inbox;
    }

    private static string[] Ids(Delivery delivery) =>
        [.. delivery.Json.GetProperty("entries").EnumerateArray().Select(entry =>
            System.Text.Json.JsonElement.Parse(entry.GetProperty("event").GetBytesFromBase64()).GetProperty("id").GetString()!)];

    private static async Task PublishAsync(HttpClient http, int count, Func<int, string>? key = null)
    {
        var entries = Enumerable.Range(0, count).Select(n => new
        {
            entryId = $"{n}", @event = $$"""{"id":"{{n}}"}""", contentType = "text/plain", metadata = new { partitionKey = key?.Invoke(n) ?? "one" },
        });
        using var answer = await http.PostAsJsonAsync($"/v1.0/publish/bulk/pubsub/{Topic}?metadata.rawPayload=true", entries);
        answer.EnsureSuccessStatusCode();
    }
}
