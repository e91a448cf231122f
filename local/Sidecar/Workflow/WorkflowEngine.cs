using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>The workflows of one app: what clients ask for, what workers do.</summary>
internal sealed class WorkflowEngine
{
    private readonly string _appId;
    private readonly NpgsqlDataSource _database;

    public WorkflowEngine(string appId, NpgsqlDataSource database, TimeProvider time, ILogger logger)
    {
        (_appId, _database) = (appId, database);
        var memory = new InstanceMemory(appId, database);
        var writes = new GroupedWrites(database);
        Dispatcher = new(appId, new WorkLoader(memory, time), time, logger);
        Client = new(appId, memory, writes, Dispatcher, time);
        Answers = new(appId, database, memory, writes, Dispatcher, time, logger);
    }

    public WorkDispatcher Dispatcher { get; }

    public WorkflowClient Client { get; }

    public WorkerAnswers Answers { get; }

    /// <summary>Takes up what an earlier process left: what has arrived and what is due show when an instance is looked at.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await InstanceTable.ActiveInstancesAsync(_database, _appId, cancellationToken))
        {
            await Dispatcher.ResumeAsync(id, cancellationToken);
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
