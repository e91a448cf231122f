using System.Diagnostics;
using TicketBooking.ChildProcesses;

namespace TicketBooking.EmbeddedPostgres;

/// <summary>Creates a cluster's files, and frees them from a server that a crashed owner left behind.</summary>
internal sealed class DataDirectory(PostgresBinaries binaries, PostgresOptions options, UnixUser? user)
{
    private const string InitDbWithPasswordFromInput =
        """umask 077; f=$(mktemp) && cat >"$f" && "$@" --pwfile="$f"; s=$?; rm -f "$f"; exit $s""";

    private string PidFile => Path.Combine(options.DataDirectory, "postmaster.pid");

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(options.DataDirectory, "PG_VERSION")))
        {
            await InitialiseAsync(cancellationToken);
        }
        else if (File.Exists(PidFile))
        {
            await TakeOverAsync(cancellationToken);
        }
    }

    private Task InitialiseAsync(CancellationToken cancellationToken)
    {
        string[] initDb =
        [
            binaries.InitDb, "-D", options.DataDirectory, "-U", options.Username, "-A", "scram-sha-256",
            "--encoding=UTF8", "--locale=C", .. options.Durable ? [] : new[] { "--no-sync" },
        ];
        return RunAsync(["sh", "-c", InitDbWithPasswordFromInput, "sh", .. initDb], options.Password, cancellationToken);
    }

    /// <summary>
    /// A pid file means a crash. The server it names may still run: it is stopped in good order, as it has another
    /// owner's port and settings. If another program has the pid by now, the file is a leftover. If no process has it,
    /// PostgreSQL deals with it, and checks by it that no orphaned backend is still writing.
    /// </summary>
    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        switch (ProcessName(int.Parse((await File.ReadAllLinesAsync(PidFile, cancellationToken))[0])))
        {
            case "postgres":
                options.Log($"A server from an earlier run still uses {options.DataDirectory}; stopping it.");
                await RunAsync([binaries.PgCtl, "stop", "-D", options.DataDirectory, "-m", "fast", "-w", "-t", "60"], "", cancellationToken);
                break;
            case not null:
                File.Delete(PidFile);
                break;
        }
    }

    private static string? ProcessName(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private async Task RunAsync(string[] words, string input, CancellationToken cancellationToken)
    {
        words = [.. user?.Become ?? [], .. words];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.DataDirectory,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new PostgresStartException($"'{string.Join(' ', words)}' ended with {process.ExitCode}: {string.Concat(said)}");
        }
    }
}
