namespace TicketBooking.EmbeddedPostgres;

/// <summary>Options of a private cluster.</summary>
public sealed record PostgresOptions(string DataDirectory)
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The superuser of the cluster, created by initdb.</summary>
    public string Username { get; init; } = "ticketing";

    /// <summary>The superuser's password, fixed when the cluster is created.</summary>
    public required string Password { get; init; }

    /// <summary>False: no fsync, nothing survives a crash, and the data directory is deleted at the end. For tests.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Gets the server's log lines, and notes about the place of the data.</summary>
    public Action<string> Log { get; init; } = static _ => { };
}
