using Npgsql;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>The workflows of one app: what clients ask for, what workers do, what time brings.</summary>
internal sealed class WorkflowEngine
{
    private readonly string _appId;
    private readonly NpgsqlDataSource _database;
    private readonly ILogger _logger;
    private readonly WakeUps _wakeUps;

    public WorkflowEngine(string appId, NpgsqlDataSource database, TimeProvider time, ILogger logger)
    {
        (_appId, _database, _logger, _wakeUps) = (appId, database, logger, new WakeUps(time));
        Dispatcher = new WorkDispatcher(appId, new WorkLoader(appId, database, _wakeUps, time), logger);
        Client = new WorkflowClient(appId, database, Dispatcher, time);
        Answers = new WorkerAnswers(appId, database, Dispatcher, _wakeUps, time, logger);
    }

    public WorkDispatcher Dispatcher { get; }

    public WorkflowClient Client { get; }

    public WorkerAnswers Answers { get; }

    /// <summary>Takes up what an earlier process left: what has arrived and what is due show when an instance is looked at.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var instances = await _database.ActiveInstancesAsync(_appId, cancellationToken);
        foreach (var id in instances)
        {
            Dispatcher.Signal(id);
            var history = await _database.HistoryAsync(_appId, id, cancellationToken);
            history.OpenActivities().ToList().ForEach(e => Dispatcher.AddActivity(new(id, e.EventId)));
        }

        WorkflowLog.Resumed(_logger, _appId, instances.Count);
    }

    public Task RunAsync(CancellationToken stopping) => _wakeUps.RunAsync(Dispatcher.Signal, stopping);
}

/// <summary>An engine for every app that has a place for its workflows' history.</summary>
internal sealed class WorkflowEngines(AppDirectory apps, ComponentSet components, NpgsqlDataSource database, TimeProvider time, ILogger<WorkflowEngines> logger)
    : ProcessTask
{
    private readonly Dictionary<string, WorkflowEngine> _engines = apps.All.Where(a => components.HasWorkflows(a.Id))
        .ToDictionary(a => a.Id, a => new WorkflowEngine(a.Id, database, time, logger), StringComparer.Ordinal);

    public WorkflowEngine? Of(string appId) => _engines.GetValueOrDefault(appId);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_engines.Values.Select(e => e.ResumeAsync(cancellationToken)));
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_engines.Values.Select(e => e.RunAsync(stoppingToken)));
}
