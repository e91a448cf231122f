using System.Collections.Concurrent;
using TicketBooking.ChildProcesses;

namespace TicketBooking.Testing;

/// <summary>A server that some tests need and a machine may lack.</summary>
public static class InstalledProgram
{
    // Servers are there, and not on everyone's PATH.
    private static readonly string[] Usual = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];

    /// <returns>Its path; null when it is not installed.</returns>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(Usual)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Starts it and returns when it has written what says that it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public static Task<GuardedProcess> StartAsync(ChildCommand command, string ready) => StartAsync(command, ready, new ConcurrentQueue<string>());

    /// <summary>The same; <paramref name="lines"/> gets what it writes, then and later.</summary>
    public static async Task<GuardedProcess> StartAsync(ChildCommand command, string ready, ConcurrentQueue<string> lines)
    {
        var isReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = GuardedProcess.Start(command, line =>
        {
            lines.Enqueue(line);
            if (line.Contains(ready, StringComparison.Ordinal))
            {
                isReady.TrySetResult();
            }
        });
        await Task.WhenAny(isReady.Task, process.Exited);
        return isReady.Task.IsCompleted ? process : throw new InvalidOperationException($"{command.FileName} ended: {string.Join('\n', lines)}");
    }
}
