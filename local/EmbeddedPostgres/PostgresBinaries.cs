namespace TicketBooking.EmbeddedPostgres;

/// <summary>Finds PostgreSQL's programs on this machine.</summary>
public sealed record PostgresBinaries(string Directory)
{
    public string Postgres => Path.Combine(Directory, "postgres");

    public string InitDb => Path.Combine(Directory, "initdb");

    public string PgCtl => Path.Combine(Directory, "pg_ctl");

    /// <summary>Directories of PATH first, then the usual places, newest version first.</summary>
    /// <exception cref="PostgresNotFoundException">There is none; the message says what to install.</exception>
    public static PostgresBinaries Find() => Candidates().FirstOrDefault(IsComplete) ?? throw new PostgresNotFoundException();

    private static IEnumerable<PostgresBinaries> Candidates() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(Versions("/usr/lib/postgresql", "*"))
            .Concat(Versions("/usr", "pgsql-*"))
            .Concat(Versions("/opt/homebrew/opt", "postgresql@*"))
            .Concat(Versions("/usr/local/opt", "postgresql@*"))
            .Select(directory => new PostgresBinaries(directory));

    private static IEnumerable<string> Versions(string parent, string pattern) =>
        System.IO.Directory.Exists(parent)
            ? System.IO.Directory.EnumerateDirectories(parent, pattern).OrderByDescending(VersionOf).Select(version => Path.Combine(version, "bin"))
            : [];

    private static int VersionOf(string directory) =>
        int.TryParse(new string([.. Path.GetFileName(directory).Where(char.IsAsciiDigit)]), out var version) ? version : 0;

    private static bool IsComplete(PostgresBinaries found) => File.Exists(found.Postgres) && File.Exists(found.InitDb) && File.Exists(found.PgCtl);
}
