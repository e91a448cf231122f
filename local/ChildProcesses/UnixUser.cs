using System.Diagnostics;

namespace TicketBooking.ChildProcesses;

/// <summary>A user that root can run a command as.</summary>
public sealed record UnixUser(string Name, string GroupId)
{
    /// <summary>Words that, put in front of a command, run it as this user.</summary>
    public IReadOnlyList<string> Become => ["setpriv", $"--reuid={Name}", $"--regid={GroupId}", "--clear-groups", "--"];

    /// <summary>The user of that name, or null when this machine has none.</summary>
    public static async Task<UnixUser?> FindAsync(string name, CancellationToken cancellationToken)
    {
        using var id = Process.Start(new ProcessStartInfo("id", ["-g", name]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var group = await id.StandardOutput.ReadToEndAsync(cancellationToken);
        await id.WaitForExitAsync(cancellationToken);
        return id.ExitCode == 0 ? new UnixUser(name, group.Trim()) : null;
    }
}
