using System.Collections.Concurrent;
using TicketBooking.ChildProcesses;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Containers;

/// <summary>A suite of tests as a program.</summary>
internal static class SuiteProgram
{
    /// <summary>Runs it to its end, however long it takes: its own tests give up by themselves.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="variables">How it finds what it tests.</param>
    /// <param name="options">xUnit's.</param>
    public static async Task PassesAsync(string project, IEnumerable<(string Name, string Value)> variables, params string[] options)
    {
        var lines = new ConcurrentQueue<string>();
        await using var suite = GuardedProcess.Start(ServiceProcess.CommandOf(project, variables, ["-noLogo", "-noColor", .. options]), lines.Enqueue);
        var exitCode = await suite.Exited;

        var output = string.Join(Environment.NewLine, lines);
        Assert.True(exitCode == 0, $"{project} ended with {exitCode}; what its system printed is in {PartLog.Folder}.{Environment.NewLine}{output}");
        // A suite that ran no test ends with 0, too.
        Assert.Matches("Total: [1-9]", output);
    }
}
