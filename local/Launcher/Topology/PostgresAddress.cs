using Npgsql;

namespace TicketBooking.Launcher.Topology;

/// <summary>The server that holds every database, and the user that connects to it.</summary>
internal sealed record PostgresAddress(string Host, int Port, string Username, string? Password)
{
    public static PostgresAddress Parse(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        return new(given.Host ?? "localhost", given.Port, given.Username ?? "postgres", given.Password);
    }

    /// <summary>The connection string with this host, port, user and password; everything else in it stays.</summary>
    public string Apply(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Host = Host,
        Port = Port,
        Username = Username,
        Password = Password,
    }.ConnectionString;

    public string Database(string name) => Apply($"Database={name}");
}
