using Dapr.Client;
using Dapr.Workflow;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static TicketBooking.Sdks.Tests.EndToEndWorkflows;

namespace TicketBooking.Sdks.Tests;

public sealed class StandInsOnTheEmbeddedSidecarTests(SidecarFixture sidecar) : IClassFixture<SidecarFixture>
{
    private const int Long = 600_000;
    private readonly DaprWorkflowClient _workflows = sidecar.Services.GetRequiredService<DaprWorkflowClient>();
    private readonly DaprClient _dapr = sidecar.Services.GetRequiredService<DaprClient>();

    [Fact]
    public async Task A_workflow_runs_an_activity_waits_for_an_event_and_ends()
    {
        var id = await StartPaymentAsync(Long);
        await _workflows.RaiseEventAsync(id, "paid", 30);

        var state = await _workflows.WaitForWorkflowCompletionAsync(id).Soon();

        Assert.Equal((WorkflowRuntimeStatus.Completed, "confirmed"), (state.RuntimeStatus, state.ReadOutputAs<string>()));
        Assert.Equal(15, state.ReadInputAs<PaymentInput>()!.Amount);
        Assert.Equal("waiting", state.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task A_wait_that_takes_too_long_is_ended_by_its_timer()
    {
        var id = await StartPaymentAsync(timeoutMs: 200);

        Assert.Equal("expired", (await _workflows.WaitForWorkflowCompletionAsync(id).Soon()).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_workflow_that_waits_goes_on_after_its_sidecar_was_restarted()
    {
        var id = await StartPaymentAsync(Long);
        await _workflows.WaitForWorkflowStartAsync(id).Soon();

        await sidecar.RestartSidecarAsync();
        await _workflows.RaiseEventAsync(id, "paid", 1);

        Assert.Equal("refunded", (await _workflows.WaitForWorkflowCompletionAsync(id).Soon()).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_activity_is_tried_again_as_its_policy_says()
    {
        var patient = await _workflows.ScheduleNewWorkflowAsync("Stubborn", null, 3);
        var hasty = await _workflows.ScheduleNewWorkflowAsync("Stubborn", null, 2);

        Assert.Equal(3, (await _workflows.WaitForWorkflowCompletionAsync(patient).Soon()).ReadOutputAs<int>());
        var failed = await _workflows.WaitForWorkflowCompletionAsync(hasty).Soon();
        Assert.Equal(WorkflowRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("attempt 2", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Children_run_and_continue_as_new()
    {
        var id = await _workflows.ScheduleNewWorkflowAsync("Parent", null, 3);

        Assert.Equal(42, (await _workflows.WaitForWorkflowCompletionAsync(id).Soon()).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_instance_that_has_not_ended_cannot_be_started_again()
    {
        var id = await StartPaymentAsync(Long);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => _workflows.ScheduleNewWorkflowAsync(nameof(PaymentFlow), id, new PaymentInput(1, Long)));

        Assert.Equal(StatusCode.AlreadyExists, refusal.StatusCode);
    }

    [Fact]
    public async Task A_suspended_workflow_waits_until_it_is_resumed()
    {
        var id = await StartPaymentAsync(Long);
        await _workflows.WaitForWorkflowStartAsync(id).Soon();
        await _workflows.SuspendWorkflowAsync(id, "pause");
        await StatusIsAsync(id, WorkflowRuntimeStatus.Suspended).Soon();
        await _workflows.RaiseEventAsync(id, "paid", 30);
        Assert.Equal(WorkflowRuntimeStatus.Suspended, (await _workflows.GetWorkflowStateAsync(id)).RuntimeStatus);

        await _workflows.ResumeWorkflowAsync(id);

        Assert.Equal("confirmed", (await _workflows.WaitForWorkflowCompletionAsync(id).Soon()).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_terminated_workflow_has_ended_and_a_purged_one_never_was()
    {
        var id = await StartPaymentAsync(Long);
        await _workflows.TerminateWorkflowAsync(id, "stop");
        Assert.Equal(WorkflowRuntimeStatus.Terminated, (await _workflows.WaitForWorkflowCompletionAsync(id).Soon()).RuntimeStatus);

        Assert.True(await _workflows.PurgeInstanceAsync(id));

        Assert.False((await _workflows.GetWorkflowStateAsync(id)).Exists);
        Assert.False(await _workflows.PurgeInstanceAsync(id));
    }

    [Fact]
    public async Task A_lock_is_held_by_one_until_it_is_given_back()
    {
        Assert.True((await _dapr.Lock("lockstore", "seat:1", "me", 60)).Success);
        Assert.False((await _dapr.Lock("lockstore", "seat:1", "you", 60)).Success);
        Assert.Equal(LockStatus.LockBelongsToOthers, (await _dapr.Unlock("lockstore", "seat:1", "you")).status);
        Assert.Equal(LockStatus.Success, (await _dapr.Unlock("lockstore", "seat:1", "me")).status);
        Assert.Equal(LockStatus.LockDoesNotExist, (await _dapr.Unlock("lockstore", "seat:1", "me")).status);
    }

    [Fact]
    public async Task The_sidecar_says_it_is_well()
    {
        await _dapr.WaitForSidecarAsync().Soon();
        Assert.True(await _dapr.CheckHealthAsync());
    }

    // Suspending is an event like any other: it takes effect with the next turn.
    private async Task StatusIsAsync(string id, WorkflowRuntimeStatus status)
    {
        while ((await _workflows.GetWorkflowStateAsync(id)).RuntimeStatus != status)
        {
            await Task.Yield();
        }
    }

    private Task<string> StartPaymentAsync(int timeoutMs) =>
        _workflows.ScheduleNewWorkflowAsync(nameof(PaymentFlow), null, new PaymentInput(15, timeoutMs));
}
