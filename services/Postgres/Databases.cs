using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketBooking.Postgres;

/// <summary>Opens databases: the one policy for connections of every part.</summary>
public static class Databases
{
    /// <summary>The most connections of a pool, unless its connection string says otherwise.</summary>
    public const int MostConnections = 20;

    internal const int KeepAliveSeconds = 15;
    internal const int KeepAliveIntervalSeconds = 5;

    /// <summary>For a connection, in seconds: of the pool when all are busy, or a new one.</summary>
    private const int LongestWait = 5;

    /// <summary>In seconds. Behind PgBouncer an idle connection keeps a session from other instances.</summary>
    private const int LongestIdle = 60;

    /// <summary>Statements that a connection prepares, those that it runs most: they are parsed and planned once.</summary>
    private const int MostPrepared = 100;

    /// <summary>Makes a pool whose connections say in <c>pg_stat_activity</c> which part they serve, and have limits.</summary>
    /// <param name="connectionString">What it sets itself is kept.</param>
    /// <param name="part">Name of the service or local part.</param>
    /// <param name="logging">Receives the driver's log lines.</param>
    /// <param name="limits">Of each connection; by default <see cref="ConnectionLimits.OfServices"/>.</param>
    public static NpgsqlDataSource Open(string connectionString, string part, ILoggerFactory logging, ConnectionLimits? limits = null)
    {
        limits ??= ConnectionLimits.OfServices;
        var settings = With(connectionString, part);
        if (limits.Statement == TimeSpan.Zero)
        {
            settings.CommandTimeout = 0;
        }

        // A statement, because PgBouncer drops the startup parameter "options". The pool's reset would undo it; no part changes a session otherwise.
        settings.NoResetOnClose = true;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString)
            .UseLoggerFactory(logging)
            .UsePhysicalConnectionInitializer(
                connection => connection.Command(limits.Sql).ExecuteNonQuery(),
                connection => connection.Command(limits.Sql).RunAsync(CancellationToken.None))
            .Build();
    }

    /// <summary>Adds the policy to a connection string, except the limits, which are set on each connection.</summary>
    /// <param name="connectionString">What it sets itself is kept.</param>
    /// <param name="part">Name of the service or local part.</param>
    public static string Settings(string connectionString, string part) => With(connectionString, part).ConnectionString;

    private static NpgsqlConnectionStringBuilder With(string connectionString, string part)
    {
        var policy = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = part,
            MaxPoolSize = MostConnections,
            Timeout = LongestWait,
            ConnectionIdleLifetime = LongestIdle,
            MaxAutoPrepare = MostPrepared,
            TcpKeepAliveTime = KeepAliveSeconds,
            TcpKeepAliveInterval = KeepAliveIntervalSeconds,
        };

        // Of a keyword that comes twice, the last one counts.
        return new NpgsqlConnectionStringBuilder($"{policy.ConnectionString};{connectionString}");
    }
}
