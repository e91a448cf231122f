using TicketBooking.ChildProcesses;
using Xunit;

namespace TicketBooking.Testing;

/// <summary>The program that checks files of Prometheus.</summary>
public static class Promtool
{
    private static readonly string? Program = InstalledProgram.Find("promtool");

    /// <summary>Why there is none; null when there is one.</summary>
    public static string? SkipReason => Program is null ? "promtool is not installed." : null;

    /// <summary>Asserts that it ends with 0.</summary>
    public static async Task PassesAsync(params string[] words)
    {
        var (exitCode, output) = await ServiceProcess.RunAsync(new ChildCommand(Program!, words));
        Assert.True(exitCode == 0, output);
    }
}
