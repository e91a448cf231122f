using Npgsql;

namespace TicketBooking.Postgres;

/// <summary>Tells failures of the database itself from failures of a statement.</summary>
public static class DatabaseFailures
{
    /// <summary>
    /// Whether the database cannot be reached now: no connection, shutting down, starting up, or out of connections, memory or disk. A statement
    /// that fails or takes too long is not that.
    /// </summary>
    /// <param name="exception">The failure, or one that wraps it.</param>
    public static bool IsDatabaseAway(this Exception exception) => exception switch
    {
        // Classes 08 and 53, admin_shutdown, crash_shutdown, cannot_connect_now; see https://www.postgresql.org/docs/current/errcodes-appendix.html
        PostgresException { SqlState: var state } =>
            state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) || state is "57P01" or "57P02" or "57P03",
        NpgsqlException { InnerException: not TimeoutException } unreachable => unreachable.IsTransient,
        { InnerException: NpgsqlException inner } => inner.IsDatabaseAway(),
        _ => false,
    };

    /// <summary>Whether a statement, or the wait for a connection, took too long.</summary>
    /// <param name="exception">The failure, or one that wraps it.</param>
    public static bool IsTimeout(this Exception exception) => exception switch
    {
        NpgsqlException { InnerException: TimeoutException } => true,
        { InnerException: NpgsqlException inner } => inner.IsTimeout(),
        _ => false,
    };
}
