using System.Diagnostics;
using TicketBooking.ChildProcesses;

namespace TicketBooking.EmbeddedPostgres;

/// <summary>PostgreSQL refuses to run as root: then it runs as `postgres`, else `nobody`, and owns the data directory.</summary>
internal static class ServerUser
{
    public static async Task<UnixUser?> ChooseAsync(CancellationToken cancellationToken) =>
        Environment.IsPrivilegedProcess
            ? await UnixUser.FindAsync("postgres", cancellationToken) ?? await UnixUser.FindAsync("nobody", cancellationToken)
            : null;

    /// <summary>Gives the data directory to the user, or takes another place when the user cannot get there.</summary>
    public static async Task<PostgresOptions> PrepareAsync(PostgresOptions options, UnixUser? user, CancellationToken cancellationToken)
    {
        if (await CanUseAsync(user, options.DataDirectory, cancellationToken))
        {
            return options;
        }

        var reachable = Path.Combine("/var/tmp", "ticket-booking" + options.DataDirectory.Replace('/', '-'));
        options.Log($"User '{user?.Name}' cannot reach {options.DataDirectory}; the data is kept in {reachable}.");
        return await CanUseAsync(user, reachable, cancellationToken)
            ? options with { DataDirectory = reachable }
            : throw new PostgresStartException($"User '{user?.Name}' can use neither {options.DataDirectory} nor {reachable}.");
    }

    private static async Task<bool> CanUseAsync(UnixUser? user, string directory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        return user is null
            || (await RunsAsync(["chown", "-R", $"{user.Name}:", directory], cancellationToken)
                && await RunsAsync([.. user.Become, "test", "-w", directory], cancellationToken));
    }

    private static async Task<bool> RunsAsync(string[] words, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]))!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0;
    }
}
