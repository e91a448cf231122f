using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

public sealed class EmbeddedPubSubTests : IAsyncLifetime
{
    private const string Topic = "orders";
    private TestPostgres _postgres = null!;

    public async ValueTask InitializeAsync() => _postgres = await TestPostgres.CreateAsync();

    public async ValueTask DisposeAsync() => await _postgres.DisposeAsync();

    [Fact]
    public async Task A_subscriber_that_is_down_delays_only_itself_and_loses_nothing()
    {
        await using var up = await StartAppAsync();
        var down = await StartAppAsync();
        var (upInbox, port) = (up.Collect(Topics.Route(Topic)), down.Port);
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("up", up.Port), ("down", port));
        using var http = sidecar.HttpOf("up");
        await http.UntilPendingAsync(Topic, "down", 0);
        await down.DisposeAsync();

        await http.PublishAsync(Topic, "a");
        await http.PublishAsync(Topic, "b");
        Assert.Contains("\"a\"", (await upInbox.NextAsync()).Text, StringComparison.Ordinal);
        Assert.Contains("\"b\"", (await upInbox.NextAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(2, await http.PendingAsync(Topic, "down"));

        await using var back = await StartAppAsync(port);
        var backInbox = back.Collect(Topics.Route(Topic));
        sidecar.AttachApp("down", port);
        Assert.Contains("\"a\"", (await backInbox.NextAsync()).Text, StringComparison.Ordinal);
        Assert.Contains("\"b\"", (await backInbox.NextAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(0, await http.CountAsync(Topics.Dead(Topic)));
    }

    [Fact]
    public async Task An_app_that_dies_in_the_middle_of_a_message_gets_it_again_and_uses_up_no_attempt()
    {
        var app = await StartAppAsync();
        var port = app.Port;
        var reached = HangUpOn(app);
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("app", port));
        using var http = sidecar.HttpOf("app");
        await http.PublishAsync(Topic, "a");
        for (var deaths = 0; deaths < 5; deaths++)
        {
            await reached.WaitAsync(TimeSpan.FromSeconds(20));
            await app.DisposeAsync();
            app = await StartAppAsync(port);
            reached = HangUpOn(app);
        }

        await reached.WaitAsync(TimeSpan.FromSeconds(20));
        await app.DisposeAsync();
        await using var back = await StartAppAsync(port);
        var inbox = back.Collect(Topics.Route(Topic));

        Assert.Contains("\"a\"", (await inbox.NextAsync()).Text, StringComparison.Ordinal);
        await http.UntilPendingAsync(Topic, "app", 0);
        Assert.Equal(0, await http.CountAsync(Topics.Dead(Topic)));
    }

    [Fact]
    public async Task A_restarted_app_is_asked_again_what_it_subscribes_to()
    {
        var first = await TestApp.StartAsync([Topics.Subscribe("old")]);
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("app", first.Port));
        using var http = sidecar.HttpOf("app");
        await http.UntilPendingAsync("old", "app", 0);
        var port = first.Port;
        await first.DisposeAsync();

        await using var second = await TestApp.StartAsync([Topics.Subscribe("new")], port);
        var inbox = second.Collect(Topics.Route("new"));
        await http.PublishAsync("new", "a");

        Assert.Contains("\"a\"", (await inbox.NextAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_group_starts_at_the_oldest_message()
    {
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("late", 0));
        using var http = sidecar.HttpOf("late");
        await http.PublishAsync(Topic, "a");

        await using var app = await StartAppAsync();
        var inbox = app.Collect(Topics.Route(Topic));
        sidecar.AttachApp("late", app.Port);

        Assert.Contains("\"a\"", (await inbox.NextAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_of_one_app_share_its_messages()
    {
        await using var one = await StartAppAsync();
        await using var two = await StartAppAsync();
        var (inboxOne, inboxTwo) = (one.Collect(Topics.Route(Topic)), two.Collect(Topics.Route(Topic)));
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("app", one.Port), ("app", two.Port));
        using var http = sidecar.HttpOf("app");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => http.PublishAsync(Topic, $"{n}", key: $"{n}")));
        await http.UntilPendingAsync(Topic, "app", 0);

        Assert.Equal(40, inboxOne.Count + inboxTwo.Count);
        Assert.True(inboxOne.Count > 0 && inboxTwo.Count > 0, $"{inboxOne.Count} and {inboxTwo.Count}");
    }

    [Fact]
    public async Task A_rewound_group_gets_everything_again()
    {
        await using var app = await StartAppAsync();
        var inbox = app.Collect(Topics.Route(Topic));
        await using var sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("app", app.Port));
        using var http = sidecar.HttpOf("app");
        await http.PublishAsync(Topic, "a");
        await http.UntilPendingAsync(Topic, "app", 0);
        await inbox.NextAsync();

        await http.RewindAsync(Topic, "app");

        Assert.Contains("\"a\"", (await inbox.NextAsync()).Text, StringComparison.Ordinal);
        await http.UntilPendingAsync(Topic, "app", 0);
    }

    [Fact]
    public async Task What_was_acknowledged_to_a_publisher_survives_kill_9()
    {
        await using var app = await StartAppAsync();
        var inbox = app.Collect(Topics.Route(Topic));
        await using (var first = await SidecarProcess.StartAsync(_postgres, ("publisher", 0)))
        {
            using var http = first.HttpOf("publisher");
            await Task.WhenAll(Enumerable.Range(0, 20).Select(n => http.PublishAsync(Topic, $"{n}", key: $"{n}")));
        }

        await using var second = await SidecarProcess.StartAsync(_postgres, ("publisher", 0), ("app", app.Port));

        var seen = new HashSet<string>();
        while (seen.Count < 20)
        {
            seen.Add((await inbox.NextAsync()).Json.GetProperty("id").GetString()!);
        }
    }

    [Fact]
    public async Task After_a_good_stop_nothing_is_delivered_twice()
    {
        await using var app = await StartAppAsync();
        var inbox = app.Collect(Topics.Route(Topic));
        await using (var first = await EmbeddedSidecar.StartAsync(_postgres, ("app", app.Port)))
        {
            using var http = first.HttpOf("app");
            await http.PublishAsync(Topic, "a");
            await http.UntilPendingAsync(Topic, "app", 0);
        }

        await using var second = await EmbeddedSidecar.StartAsync(_postgres, ("app", app.Port));
        using var again = second.HttpOf("app");
        await again.PublishAsync(Topic, "b");
        await again.UntilPendingAsync(Topic, "app", 0);

        Assert.Equal(2, inbox.Count);
    }

    /// <summary>Completes when a message has reached the app, which never answers it.</summary>
    private static Task HangUpOn(TestApp app)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.On(Topics.Route(Topic), async context =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });
        return reached.Task;
    }

    private static Task<TestApp> StartAppAsync(int port = 0) =>
        TestApp.StartAsync([Topics.Subscribe(Topic, deadLetterTopic: Topics.Dead(Topic))], port);
}
