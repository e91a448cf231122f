using Dapr.Common;
using Dapr.Workflow.Engine;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Worker;

/// <summary>
/// Takes work from the sidecar (<c>GetWorkItems</c>), at most 100 turns and 100 activities at a time, and connects again whenever the
/// stream ends. When the host stops, what runs is finished and answered first.
/// </summary>
internal sealed partial class WorkflowWorker(
    SidecarCalls sidecar, WorkflowTurn turns, ActivityRun activities, TimeProvider time, ILogger<WorkflowWorker> logger) : BackgroundService
{
    private static readonly TimeSpan FirstReconnectDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestReconnectDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HelloInterval = TimeSpan.FromSeconds(30);

    private readonly WorkItems _turns = new(100);
    private readonly WorkItems _activities = new(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = FirstReconnectDelay;
        while (!stoppingToken.IsCancellationRequested)
        {
            var connectedAt = time.GetTimestamp();
            await ReceiveAsync(stoppingToken);
            delay = time.GetElapsedTime(connectedAt) > LongestReconnectDelay ? FirstReconnectDelay : delay;
            await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < LongestReconnectDelay ? delay * 2 : LongestReconnectDelay;
        }

        await Task.WhenAll(_turns.WhenIdleAsync(), _activities.WhenIdleAsync());
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _turns.Dispose();
        _activities.Dispose();
        base.Dispose();
    }

    private async Task ReceiveAsync(CancellationToken stoppingToken)
    {
        using var streaming = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var hello = SayHelloAsync(streaming.Token);
        try
        {
            await foreach (var item in sidecar.StreamAsync(WorkflowMethods.GetWorkItems, new GetWorkItemsRequest(), stoppingToken))
            {
                Dispatch(item);
            }

            LogStreamEnded(logger, null);
        }
        catch (GrpcStatusException e)
        {
            LogStreamEnded(logger, e);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }

        await streaming.CancelAsync();
        await hello;
    }

    private void Dispatch(WorkItem item)
    {
        if (item.WorkflowRequest is { } turn)
        {
            _turns.Start(() => AnswerTurnAsync(turn, item.CompletionToken));
        }
        else if (item.ActivityRequest is { } activity)
        {
            _activities.Start(() => AnswerActivityAsync(activity, item.CompletionToken));
        }
    }

    private async Task AnswerTurnAsync(WorkflowRequest request, string completionToken)
    {
        try
        {
            if (request.RequiresHistoryStreaming)
            {
                var query = new GetInstanceHistoryRequest { InstanceId = request.InstanceId };
                var history = await sidecar.CallAsync(WorkflowMethods.GetInstanceHistory, query, CancellationToken.None);
                request.PastEvents.Add(history.Events);
            }

            var started = request.PastEvents.Concat(request.NewEvents).LastOrDefault(entry => entry.ExecutionStarted is not null);
            using var trace = WorkflowTrace.StartUnheard("WorkflowTurn", started?.ExecutionStarted.ParentTraceContext);
            var response = turns.Run(request, completionToken);
            LogFailure(response);
            await sidecar.CallAsync(WorkflowMethods.CompleteOrchestratorTask, response, CancellationToken.None);
        }
#pragma warning disable CA1031 // Nobody awaits this: whatever it is, it is logged, and the sidecar gives the turn out again
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogAnswerLost(logger, e, request.InstanceId);
        }
    }

    private async Task AnswerActivityAsync(ActivityRequest request, string completionToken)
    {
        var response = await activities.RunAsync(request, completionToken);
        try
        {
            await sidecar.CallAsync(WorkflowMethods.CompleteActivityTask, response, CancellationToken.None);
        }
#pragma warning disable CA1031 // Nobody awaits this: it is logged, and the sidecar gives the activity out again (at least once, not exactly once)
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogAnswerLost(logger, e, response.InstanceId);
        }
    }

    // Keeps proxies between here and the sidecar from closing an idle connection.
    private async Task SayHelloAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(HelloInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await sidecar.CallAsync(WorkflowMethods.Hello, new Empty(), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stream ended.
        }
        catch (RpcException e)
        {
            LogHelloFailed(logger, e);
        }
    }
}
