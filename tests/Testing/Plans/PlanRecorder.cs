using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace TicketBooking.Testing;

/// <summary>
/// Records how the server runs each statement that a service sends: PostgreSQL's auto_explain tells it to the connection, with the rows and
/// buffers that it really took, and the driver's log hears it. So there is no copy of the SQL.
/// </summary>
public sealed class PlanRecorder : ILoggerProvider, ILogger
{
    /// <summary>The part of the driver that logs what the server tells a connection.</summary>
    private const string Category = "Npgsql.Connection";

    private const string PlanBegins = "plan:";

    /// <summary>The driver asks for all types when it first meets a database.</summary>
    private const string TypesOfTheDriver = "pg_type";

    private readonly ConcurrentQueue<StatementPlan> _plans = new();

    /// <summary>What the service is told, besides its own settings, to be recorded.</summary>
    public static (string Name, string Value) Setting => ($"Logging:LogLevel:{Category}", nameof(LogLevel.Debug));

    /// <summary>All statements since the last call.</summary>
    public IReadOnlyList<StatementPlan> TakeAll()
    {
        var taken = new List<StatementPlan>();
        while (_plans.TryDequeue(out var plan))
        {
            taken.Add(plan);
        }

        return taken;
    }

    /// <summary>Connections that are told the plans.</summary>
    /// <param name="connectionString">As a superuser.</param>
    /// <param name="genericPlans">Plans that are made without the parameters' values, as for statements that are prepared and kept.</param>
    public static string Explained(string connectionString, bool genericPlans)
    {
        string[] settings =
        [
            "session_preload_libraries=auto_explain", "client_min_messages=notice", "auto_explain.log_level=notice", "auto_explain.log_min_duration=0",
            "auto_explain.log_analyze=on", "auto_explain.log_timing=off", "auto_explain.log_buffers=on", "auto_explain.log_format=json",
            "auto_explain.log_nested_statements=on", $"plan_cache_mode={(genericPlans ? "force_generic_plan" : "auto")}",
        ];
        return new NpgsqlConnectionStringBuilder(connectionString) { Options = string.Join(' ', settings.Select(setting => "-c " + setting)) }.ConnectionString;
    }

    /// <summary>Adds it to a service.</summary>
    public void AddTo(IServiceCollection services) => services.AddSingleton<ILoggerProvider>(this);

    /// <summary>Connections of a test that uses parts of a service.</summary>
    public NpgsqlDataSource Open(string connectionString, bool genericPlans)
    {
        var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(this));
        return new NpgsqlDataSourceBuilder(Explained(connectionString, genericPlans)).UseLoggerFactory(logging).Build();
    }

    public ILogger CreateLogger(string categoryName) => categoryName == Category ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        if (text.IndexOf(PlanBegins, StringComparison.Ordinal) is var at and >= 0 && !text.Contains(TypesOfTheDriver, StringComparison.Ordinal))
        {
            _plans.Enqueue(StatementPlan.Parse(text[(at + PlanBegins.Length)..]));
        }
    }

    public void Dispose()
    {
        // The service disposes of it with its log; what was recorded stays.
    }
}
