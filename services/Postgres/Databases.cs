using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketBooking.Postgres;

/// <summary>Opens databases: the one policy for connections of every part.</summary>
public static class Databases
{
    /// <summary>Makes a pool whose connections say in <c>pg_stat_activity</c> which part they serve.</summary>
    /// <param name="connectionString">What it sets itself is kept.</param>
    /// <param name="part">Name of the service or local part.</param>
    /// <param name="logging">Receives the driver's log lines.</param>
    public static NpgsqlDataSource Open(string connectionString, string part, ILoggerFactory logging) =>
        new NpgsqlDataSourceBuilder(Settings(connectionString, part)).UseLoggerFactory(logging).Build();

    /// <summary>Adds the policy to a connection string.</summary>
    /// <param name="connectionString">What it sets itself is kept.</param>
    /// <param name="part">Name of the service or local part.</param>
    public static string Settings(string connectionString, string part)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.ApplicationName ??= part;
        return settings.ConnectionString;
    }
}
