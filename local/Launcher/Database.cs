using TicketBooking.ChildProcesses;
using TicketBooking.EmbeddedPostgres;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher;

/// <summary>The PostgreSQL server: the one TICKETS_POSTGRES names, else a cluster in the data directory.</summary>
internal sealed record Database(PostgresAddress Address, string AdminConnectionString, PostgresOptions? Own, Secrets Secrets)
{
    public static Database For(LauncherOptions options, Secrets secrets)
    {
        if (Environment.GetEnvironmentVariable("TICKETS_POSTGRES") is { Length: > 0 } external)
        {
            return new(PostgresAddress.Parse(external), external, null, secrets);
        }

        var own = new PostgresOptions(Path.Combine(options.DataDirectory, "postgres"))
        {
            Port = Setting.PostgresPort + options.PortOffset,
            Password = secrets.PostgresPassword,
        };
        var address = new PostgresAddress("127.0.0.1", own.Port, own.Username, own.Password);
        return new(address, address.Database("postgres"), own, secrets);
    }

    /// <summary>Starts the own cluster.</summary>
    public async Task<GuardedProcess> StartAsync(Action<string> onLine, CancellationToken cancellationToken) =>
        (await PostgresCluster.StartAsync(Own! with { Log = onLine }, cancellationToken)).Process;

    public async Task CreateAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            await PostgresDatabase.CreateAsync(AdminConnectionString, name, cancellationToken);
        }
    }
}
