namespace TicketBooking.EmbeddedPostgres;

/// <summary>The server's settings, all on its command line, so that no file has to be edited.</summary>
internal static class ServerArguments
{
    private static readonly string[] Always =
    [
        "listen_addresses=127.0.0.1", "unix_socket_directories=",
        "wal_level=logical", "max_wal_senders=20", "max_replication_slots=20",
        "max_connections=200", "shared_buffers=64MB", "timezone=UTC", "log_timezone=UTC",
        "log_destination=stderr", "logging_collector=off", "lc_messages=C",
    ];

    // Several systems of services, each with pools of its own, and races of 200 buyers.
    private const string MoreConnections = "max_connections=500";

    // Commits stay synchronous, which costs little without fsync: readers of the log would else wait for the log writer's round.
    private static readonly string[] Throwaway = ["fsync=off", "full_page_writes=off", "min_wal_size=32MB", MoreConnections];

    public static IReadOnlyList<string> For(PostgresOptions options, int port) =>
    [
        "-D", options.DataDirectory, "-p", $"{port}",
        .. Always.Concat(options.Durable ? [] : Throwaway).SelectMany(setting => new[] { "-c", setting }),
    ];
}
