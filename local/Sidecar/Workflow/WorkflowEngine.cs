using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>The workflows of one app: what clients ask for, what workers do.</summary>
internal sealed class WorkflowEngine(string appId, NpgsqlDataSource database, TimeProvider time, ILogger logger)
{
    public WorkDispatcher Dispatcher { get; } = new(appId, new WorkLoader(appId, database, time), time, logger);

    public WorkflowClient Client => field ??= new(appId, database, Dispatcher, time);

    public WorkerAnswers Answers => field ??= new(appId, database, Dispatcher, time, logger);

    /// <summary>Takes up what an earlier process left: what has arrived and what is due show when an instance is looked at.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await InstanceTable.ActiveInstancesAsync(database, appId, cancellationToken))
        {
            Dispatcher.Signal(id);
            var history = await EventTables.HistoryAsync(database, appId, id, cancellationToken);
            history.OpenActivities().ToList().ForEach(e => Dispatcher.Enqueue(new(id, e.EventId)));
        }
    }
}

/// <summary>An engine for every app that has a place for its workflows' history.</summary>
internal sealed class WorkflowEngines(AppDirectory apps, ComponentSet components, NpgsqlDataSource database, TimeProvider time, ILogger<WorkflowEngines> logger)
    : IHostedService
{
    private readonly Dictionary<string, WorkflowEngine> _engines = apps.All.Where(a => components.HasWorkflows(a.Id))
        .ToDictionary(a => a.Id, a => new WorkflowEngine(a.Id, database, time, logger), StringComparer.Ordinal);

    public WorkflowEngine? Of(string appId) => _engines.GetValueOrDefault(appId);

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(_engines.Values.Select(e => e.ResumeAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
