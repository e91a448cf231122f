namespace TicketBooking.Postgres;

/// <summary>How long a connection may wait, work and idle before the server ends what it does. Zero: as long as it takes.</summary>
/// <param name="LockWait">Each wait of a statement for a lock.</param>
/// <param name="Statement">A statement, with its waits.</param>
/// <param name="IdleInTransaction">The pause between two statements of a transaction; then the server closes the connection.</param>
public sealed record ConnectionLimits(TimeSpan LockWait, TimeSpan Statement, TimeSpan IdleInTransaction)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>For requests, messages and jobs: a buyer can wait for a lock, but not for a transaction that is stuck.</summary>
    public static ConnectionLimits OfServices { get; } = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(25), LongestPause);

    /// <summary>For operators' commands, which may read everything. One that stands still in a transaction is ended all the same.</summary>
    public static ConnectionLimits OfCommands { get; } = new(TimeSpan.Zero, TimeSpan.Zero, LongestPause);

    /// <summary>Sets the limits for a session. The server also looks after a client that has been silent for 15 seconds.</summary>
    internal string Sql =>
        $"""
        SET lock_timeout = {Milliseconds(LockWait)};
        SET statement_timeout = {Milliseconds(Statement)};
        SET idle_in_transaction_session_timeout = {Milliseconds(IdleInTransaction)};
        SET tcp_keepalives_idle = {Databases.KeepAliveSeconds};
        SET tcp_keepalives_interval = {Databases.KeepAliveIntervalSeconds}
        """;

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
