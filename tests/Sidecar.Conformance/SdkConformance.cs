using Dapr.Client;
using Dapr.Workflow;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance;

/// <summary>Dapr's own client, as a service uses it, once per building block.</summary>
[Collection(TargetGroup.Name)]
public sealed class SdkConformance(TargetFixture fixture) : IDisposable
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);
    private readonly string _id = Guid.CreateVersion7().ToString();
    private readonly DaprClient _dapr = fixture.Target.NewSdkClient();

    private TestApp App => fixture.Target.App;

    public void Dispose() => _dapr.Dispose();

    [Fact]
    public async Task The_sdk_publishes_one_and_many()
    {
        var inbox = App.Collect(Topics.Route(Topics.Wrapped));

        await _dapr.PublishEventAsync(ConformanceTarget.PubSub, Topics.Wrapped, new { id = $"one-{_id}" });
        await inbox.NextAsync($"one-{_id}");
        var answer = await _dapr.BulkPublishEventAsync<object>(ConformanceTarget.PubSub, Topics.Wrapped, [new { id = $"many-{_id}" }]);

        Assert.Empty(answer.FailedEntries);
        Assert.Equal($"many-{_id}", (await inbox.NextAsync($"many-{_id}")).Json.GetProperty("data").GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_sdk_takes_and_releases_a_lock()
    {
        // Disposing of one would unlock it by a client that reads the environment.
        var taken = await _dapr.Lock(ConformanceTarget.LockStore, _id, "alice", 30);
        var refused = await _dapr.Lock(ConformanceTarget.LockStore, _id, "bob", 30);
        var released = await _dapr.Unlock(ConformanceTarget.LockStore, _id, "alice");

        Assert.True(taken.Success);
        Assert.False(refused.Success);
        Assert.Equal(LockStatus.Success, released.status);
    }

    [Fact]
    public async Task The_sdk_keeps_state_on_the_condition_of_its_etag()
    {
        await _dapr.SaveStateAsync(ConformanceTarget.StateStore, _id, "first", metadata: new Dictionary<string, string> { ["ttlInSeconds"] = "1000" });
        var (value, seen) = await _dapr.GetStateAndETagAsync<string>(ConformanceTarget.StateStore, _id);

        Assert.Equal("first", value);
        Assert.True(await _dapr.TrySaveStateAsync(ConformanceTarget.StateStore, _id, "second", seen));
        Assert.False(await _dapr.TrySaveStateAsync(ConformanceTarget.StateStore, _id, "third", seen));
        Assert.False(await _dapr.TryDeleteStateAsync(ConformanceTarget.StateStore, _id, seen));
        Assert.Equal("second", Assert.Single(await _dapr.GetBulkStateAsync<string>(ConformanceTarget.StateStore, [_id], parallelism: 1)).Value);
        await _dapr.DeleteStateAsync(ConformanceTarget.StateStore, _id);
        Assert.Null(await _dapr.GetStateAsync<string>(ConformanceTarget.StateStore, _id));
    }

    [Fact]
    public async Task The_sdk_invokes_an_app()
    {
        App.On($"/sdk/{_id}", context => context.Response.WriteAsync("hello"));
        using var http = _dapr.CreateInvokableHttpClient(ConformanceTarget.AppId);

        Assert.Equal("hello", await http.GetStringAsync($"/sdk/{_id}"));
    }

    [Fact]
    public async Task The_sdk_asks_for_health_and_metadata()
    {
        // A sidecar is healthy once it has found its app, and this may be the first thing that it is asked.
        await Eventually.IsTrueAsync(() => _dapr.CheckHealthAsync());
        Assert.True(await _dapr.CheckOutboundHealthAsync());
        var metadata = await _dapr.GetMetadataAsync();

        Assert.Equal(ConformanceTarget.AppId, metadata.Id);
        Assert.Contains(metadata.Components, c => c.Name == ConformanceTarget.PubSub);
    }

    [Fact]
    public async Task The_sdk_works_on_a_workflow_with_a_timer_an_event_and_an_activity()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(fixture.Target.SdkSettings());
        builder.Services.AddDaprWorkflow();
        using var worker = builder.Build();
        await worker.StartAsync();
        var workflows = worker.Services.GetRequiredService<DaprWorkflowClient>();
        using var deadline = new CancellationTokenSource(GiveUpAfter);

        await workflows.ScheduleNewWorkflowAsync(nameof(SdkWorkflow), _id, "ten", (DateTimeOffset?)null, deadline.Token);
        await workflows.RaiseEventAsync(_id, "paid", "thanks", deadline.Token);
        var state = await workflows.WaitForWorkflowCompletionAsync(_id, cancellation: deadline.Token);

        Assert.Equal(WorkflowRuntimeStatus.Completed, state!.RuntimeStatus);
        Assert.Equal("charged ten, again, thanks", state.ReadOutputAs<string>());
        Assert.True(await workflows.PurgeInstanceAsync(_id, deadline.Token));
        Assert.False(await workflows.GetWorkflowStateAsync(_id, cancellation: deadline.Token) is { Exists: true });
        await worker.StopAsync(deadline.Token);
    }
}

/// <summary>Waits, charges, starts over once, and hears an event.</summary>
internal sealed class SdkWorkflow : Workflow<string, string>
{
    public override async Task<string> RunAsync(WorkflowContext context, string input)
    {
        await context.CreateTimer(TimeSpan.FromMilliseconds(20));
        if (!input.StartsWith("charged", StringComparison.Ordinal))
        {
            var charged = await context.CallActivityAsync<string>(nameof(SdkCharge), input);
            context.ContinueAsNew($"{charged}, again");
            return "";
        }

        return $"{input}, {await context.WaitForExternalEventAsync<string>("paid", TimeSpan.FromSeconds(20))}";
    }
}

internal sealed class SdkCharge : WorkflowActivity<string, string>
{
    public override Task<string> RunAsync(WorkflowActivityContext context, string input) => Task.FromResult($"charged {input}");
}
