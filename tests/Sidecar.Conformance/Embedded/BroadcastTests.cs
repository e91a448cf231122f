using System.Net;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

public sealed class BroadcastTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private const string Route = "/on/changes";
    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestApp _one = null!;
    private TestApp _two = null!;
    private SidecarHost _sidecar = null!;
    private HttpClient _publisher = null!;

    public async ValueTask InitializeAsync()
    {
        (_one, _two) = (await StartAppAsync(), await StartAppAsync());
        _sidecar = await EmbeddedSidecar.StartAsync(postgres, ("app", _one.Port), ("app", _two.Port), ("publisher", 0));
        _publisher = _sidecar.HttpOf("publisher");
    }

    [Fact]
    public async Task Every_instance_of_an_app_gets_every_message_in_order()
    {
        var (first, second) = (_one.Collect(Route), _two.Collect(Route));
        await UntilHeardAsync(first, second);

        for (var n = 0; n < 100; n++)
        {
            await PublishAsync($"message {n}.");
        }

        for (var n = 0; n < 100; n++)
        {
            Assert.Contains($"message {n}.", (await NextMessageAsync(first)).Text, StringComparison.Ordinal);
            Assert.Contains($"message {n}.", (await NextMessageAsync(second)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_instance_that_does_not_answer_holds_up_neither_publisher_nor_other_instances()
    {
        var (first, second) = (_one.Collect(Route), _two.Collect(Route));
        await UntilHeardAsync(first, second);
        _two.On(Route, _ => _never.Task);

        for (var n = 0; n < 3000; n += 500)
        {
            await Task.WhenAll(Enumerable.Range(n, 500).Select(m => PublishAsync($"message {m}.")));
            await first.NextAsync(containing: "message ");
        }

        await PublishAsync("the last");
        await first.NextAsync(containing: "the last");
        _never.SetResult();
    }

    [Fact]
    public async Task An_instance_that_refuses_a_message_gets_the_next_one_and_not_that_one_again()
    {
        var first = _one.Collect(Route);
        await UntilHeardAsync(first, _two.Collect(Route));
        first = _one.Collect(Route, context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        });

        await PublishAsync("refused");
        await PublishAsync("next");

        await first.NextAsync(containing: "refused");
        Assert.Contains("next", (await first.NextAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(0, first.Count);
    }

    [Fact]
    public async Task What_was_published_before_an_instance_came_is_not_for_it()
    {
        var first = _one.Collect(Route);
        await UntilHeardAsync(first, _two.Collect(Route));
        var port = _two.Port;
        await _two.DisposeAsync();
        await PublishAsync("before");
        await first.NextAsync(containing: "before");

        await using var back = await StartAppAsync();
        var inbox = back.Collect(Route);
        _sidecar.AttachApp("app", back.Port, instance: 1);
        await UntilHeardAsync(inbox, first);

        Assert.NotEqual(port, back.Port);
        Assert.DoesNotContain("before", inbox.First!.Text, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _publisher.Dispose();
        await _sidecar.DisposeAsync();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    private static Task<TestApp> StartAppAsync() => TestApp.StartAsync([new { pubsubname = "livefeed", topic = "changes", route = Route }]);

    private async Task PublishAsync(string text)
    {
        using var answer = await _publisher.PostAsJsonAsync("/v1.0/publish/livefeed/changes", new { text });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    /// <summary>Who is not up yet hears nothing, so greetings are sent until everybody has heard one.</summary>
    private async Task UntilHeardAsync(params Inbox[] inboxes)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (inboxes.Any(inbox => inbox.First is null))
        {
            await PublishAsync("greeting");
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }

    private static async Task<Delivery> NextMessageAsync(Inbox inbox)
    {
        while (true)
        {
            var delivery = await inbox.NextAsync();
            if (!delivery.Text.Contains("greeting", StringComparison.Ordinal))
            {
                return delivery;
            }
        }
    }
}
