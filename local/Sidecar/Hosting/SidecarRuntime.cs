using Npgsql;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Database;
using TicketBooking.Sidecar.Invocation;
using TicketBooking.Sidecar.Lock;
using TicketBooking.Sidecar.PubSub;
using TicketBooking.Sidecar.State;
using TicketBooking.Sidecar.Workflow;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>What the sidecars of one process share: the database, the log, the locks, the apps.</summary>
internal sealed class SidecarRuntime : IAsyncDisposable
{
    private const int MaxConnections = 20;
    private readonly SidecarOptions _options;
    private readonly ComponentSet _components;
    private readonly AppDirectory _apps;
    private readonly Ownership _ownership;
    private readonly NpgsqlDataSource _database;
    private readonly AppChannel _channel;
    private readonly MessageLog _log;
    private readonly LogWriter _writer;
    private readonly OffsetBook _offsets;
    private readonly Subscriptions _subscriptions;
    private readonly Broadcast _broadcast;
    private readonly SubscriptionReader _reader;
    private readonly LockTable _locks;
    private readonly StateTable _state;
    private readonly Dictionary<string, WorkflowEngine> _engines;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly BackgroundTasks _background;

    private SidecarRuntime(SidecarOptions options, ComponentSet components, AppDirectory apps, Ownership ownership, NpgsqlDataSource database)
    {
        (_options, _components, _apps, _ownership, _database) = (options, components, apps, ownership, database);
        _logger = options.LoggerFactory.CreateLogger("TicketBooking.Sidecar");
        _background = new BackgroundTasks(_logger);
        _channel = new AppChannel(options.AppApiToken);
        _log = new MessageLog(database);
        _writer = new LogWriter(_log);
        _offsets = new OffsetBook(database);
        _subscriptions = new Subscriptions(_log, _writer, _offsets, _channel, components.Resiliency, options.TimeProvider, _logger);
        _broadcast = new Broadcast(apps, _channel, options.TimeProvider, _logger);
        _reader = new SubscriptionReader(_channel, components, _logger);
        _locks = new LockTable(options.TimeProvider);
        _state = new StateTable(database);
        _engines = apps.All.Where(a => components.HasWorkflows(a.Id))
            .ToDictionary(a => a.Id, a => new WorkflowEngine(a.Id, database, options.TimeProvider, _logger), StringComparer.Ordinal);
    }

    public static async Task<SidecarRuntime> StartAsync(SidecarOptions options, AppDirectory apps, CancellationToken cancellationToken)
    {
        var components = ComponentSet.Read(options.ResourcesPaths);
        var ownership = await Ownership.TakeAsync(options.Postgres, cancellationToken);
        var settings = new NpgsqlConnectionStringBuilder(options.Postgres) { MaxPoolSize = MaxConnections, ApplicationName = "sidecar" };
        var database = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        try
        {
            await Migrator.MigrateAsync(database, cancellationToken);
        }
        catch
        {
            await database.DisposeAsync();
            await ownership.DisposeAsync();
            throw;
        }

        var runtime = new SidecarRuntime(options, components, apps, ownership, database);
        await Task.WhenAll(runtime._engines.Values.Select(e => e.ResumeAsync(cancellationToken)));
        runtime.StartBackground();
        return runtime;
    }

    public InvocationProxy ProxyFor(string appId) => new(appId, _apps, _channel, _components.Resiliency);

    public SidecarEndpoints EndpointsFor(string appId, AppInstance instance)
    {
        var publish = new PublishEndpoints(new Publisher(appId, _components, _writer, _broadcast, _options.TimeProvider));
        var locks = new LockEndpoints(appId, _components, _locks);
        var state = new StateStore(appId, _components, _state);
        var metadata = new MetadataEndpoints(appId, _components, _subscriptions, _broadcast);
        var admin = new PubSubAdmin(_database, _log, _offsets);
        var health = new HealthEndpoints(instance);
        List<Action<IEndpointRouteBuilder>> http = [publish.MapHttp, locks.MapHttp, new StateHttp(state).MapHttp, metadata.MapHttp, admin.MapHttp, health.MapHttp];
        List<Action<IEndpointRouteBuilder>> grpc = [publish.MapGrpc, locks.MapGrpc, new StateGrpc(state).MapGrpc, metadata.MapGrpc];
        if (_engines.TryGetValue(appId, out var engine))
        {
            http.Add(new WorkflowHttp(engine).MapHttp);
            grpc.Add(new WorkflowGrpc(engine).MapGrpc);
        }

        return new(routes => http.ForEach(map => map(routes)), routes => grpc.ForEach(map => map(routes)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _subscriptions.DisposeAsync();
        _writer.Complete();
        await _background.EndAsync();
        await _offsets.SaveAsync(CancellationToken.None);
        _offsets.Dispose();
        _engines.Values.ToList().ForEach(e => e.Dispose());
        _channel.Dispose();
        await _database.DisposeAsync();
        await _ownership.DisposeAsync();
        _stop.Dispose();
    }

    private void StartBackground()
    {
        _background.Start("log writer", _writer.RunAsync());
        _background.Start("offsets", _offsets.RunAsync(_logger, _stop.Token));
        _background.Start("broadcast", _broadcast.RunAsync(_stop.Token));
        _background.Start("pruner", new Pruner(_log, _state, _database, _components.Retention, _options.TimeProvider, _logger).RunAsync(_stop.Token));
        foreach (var (appId, engine) in _engines)
        {
            _background.Start($"workflow timers of {appId}", engine.RunAsync(_stop.Token));
        }

        foreach (var (app, instance) in _apps.All.SelectMany(a => a.Instances.Select(i => (a, i))))
        {
            _background.Start($"watch of {app.Id}", WatchAsync(app, instance));
        }
    }

    private Task WatchAsync(App app, AppInstance instance) => instance.WatchAsync(
        (address, cancellationToken) => WelcomeAsync(app, address, cancellationToken), app.OnInstanceChanged, _stop.Token);

    // False sends the watch back to wait a little: the app, or the database, does not answer yet.
    private async Task<bool> WelcomeAsync(App app, Uri address, CancellationToken cancellationToken)
    {
        if (await _reader.ReadAsync(app, address, cancellationToken) is not { } wanted)
        {
            return false;
        }

        try
        {
            var kept = wanted.Where(spec => _components.PubSub(app.Id, spec.PubSub).Type == Component.PubSubType).ToList();
            await _subscriptions.ApplyAsync(app, kept, cancellationToken);
            _broadcast.Apply(app.Id, [.. wanted.Except(kept)]);
            return true;
        }
        catch (NpgsqlException e)
        {
            PubSubLog.NotApplied(_logger, e, app.Id);
            return false;
        }
    }
}
