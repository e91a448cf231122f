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

    /// <summary>
    /// Whether a statement, its wait for a lock, the wait for a connection, or a pause within a transaction took too long. Nothing of the
    /// transaction is left.
    /// </summary>
    /// <param name="exception">The failure, or one that wraps it.</param>
    public static bool IsTimeout(this Exception exception) => exception.IsLockTimeout() || exception switch
    {
        // statement_timeout, idle_in_transaction_session_timeout, transaction_timeout
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or "25P03" or "25P04" } => true,
        NpgsqlException { InnerException: TimeoutException } => true,
        { InnerException: NpgsqlException inner } => inner.IsTimeout(),
        _ => false,
    };

    /// <summary>Whether a statement waited too long for a lock of another transaction.</summary>
    /// <param name="exception">The failure, or one that wraps it.</param>
    public static bool IsLockTimeout(this Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => true,
        { InnerException: NpgsqlException inner } => inner.IsLockTimeout(),
        _ => false,
    };
}
