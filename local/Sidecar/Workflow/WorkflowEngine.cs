using Npgsql;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>The workflows of one app: what clients ask for, what workers do, what time brings.</summary>
internal sealed class WorkflowEngine : IDisposable
{
    private readonly string _appId;
    private readonly NpgsqlDataSource _database;
    private readonly ILogger _logger;
    private readonly WorkDispatcher _dispatcher;
    private readonly TimerService _timers;

    public WorkflowEngine(string appId, NpgsqlDataSource database, TimeProvider time, ILogger logger)
    {
        (_appId, _database, _logger) = (appId, database, logger);
        var factory = new InstanceFactory(time);
        var watch = new StatusWatch();
        _dispatcher = new WorkDispatcher(new WorkLoader(appId, database, time), logger);
        _timers = new TimerService(appId, database, _dispatcher.Signal, time, logger);
        Client = new WorkflowClientCalls(appId, database, factory, watch, _dispatcher, _timers, time);
        Worker = new WorkflowWorkerCalls(appId, database, new TurnCommit(appId, factory, time), watch, _dispatcher, _timers, time, logger);
    }

    public WorkflowClientCalls Client { get; }

    public WorkflowWorkerCalls Worker { get; }

    /// <summary>Takes up what an earlier process left: unread inboxes, activities without a result, timers.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var instances = await _database.InstancesWithInboxAsync(_appId, cancellationToken);
        var activities = await _database.PendingActivitiesAsync(_appId, cancellationToken);
        var timers = await _database.PendingTimersAsync(_appId, cancellationToken);
        instances.ForEach(_dispatcher.Signal);
        activities.ForEach(_dispatcher.AddActivity);
        timers.ForEach(t => _timers.Add(t.Id, t.FireAt));
        if (instances.Count + activities.Count + timers.Count > 0)
        {
            WorkflowLog.Resumed(_logger, _appId, instances.Count, activities.Count, timers.Count);
        }
    }

    public Task RunAsync(CancellationToken stopping) => _timers.RunAsync(stopping);

    public void Dispose() => _timers.Dispose();
}
