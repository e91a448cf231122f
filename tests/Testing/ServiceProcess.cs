using System.Collections.Concurrent;
using TicketBooking.ChildProcesses;

namespace TicketBooking.Testing;

/// <summary>A program of this repository as it is deployed: its own process, from its own build output.</summary>
public static class ServiceProcess
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <param name="project">The project's name.</param>
    /// <param name="settings">Names as in <c>appsettings.json</c>; they go into the environment. The last value of a name counts.</param>
    /// <param name="words">Command line.</param>
    public static ChildCommand CommandOf(string project, IEnumerable<(string Name, string Value)> settings, params string[] words) =>
        new("dotnet", [PathOf(project), .. words])
        {
            Environment = settings.GroupBy(setting => setting.Name.Replace(":", "__", StringComparison.Ordinal))
                .ToDictionary(setting => setting.Key, string? (setting) => setting.Last().Value),
        };

    /// <summary>Where the build of this test's configuration has put the program.</summary>
    public static string PathOf(string project) => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "../..", project, new DirectoryInfo(AppContext.BaseDirectory).Name, $"{project}.dll"));

    /// <summary>Starts it and waits until it has ended.</summary>
    /// <param name="command">The program.</param>
    /// <param name="longest">How long it may take; two minutes by default.</param>
    /// <returns>Exit code, and everything that it wrote.</returns>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(ChildCommand command, TimeSpan? longest = null)
    {
        var lines = new ConcurrentQueue<string>();
        await using var process = GuardedProcess.Start(command, lines.Enqueue);
        return (await process.Exited.WaitAsync(longest ?? Longest), string.Join('\n', lines));
    }
}
