using System.Diagnostics;
using System.Text.Json;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher.Control;

/// <summary>
/// A command of an app, e.g. <c>run booking reconcile</c>: the running system tells how it starts the app, and the asking process starts it
/// itself with further words, so that its output and exit code are the user's.
/// </summary>
internal static class RunCommand
{
    public const string Word = "run";

    /// <summary>What the asking process says to the running system.</summary>
    public const string PlanWord = "plan";

    public static string Write(ProcessPlan plan) => JsonSerializer.Serialize(plan);

    /// <returns>The command's exit code.</returns>
    public static async Task<int> RunAsync(string plan, IEnumerable<string> words)
    {
        var app = JsonSerializer.Deserialize<ProcessPlan>(plan)
            ?? throw new UserException("The running system does not say how it starts the app.");
        var start = new ProcessStartInfo(app.Command[0], [.. app.Command.Skip(1), .. words]) { WorkingDirectory = app.WorkingDirectory };
        foreach (var (name, value) in app.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new UserException($"{app.Command[0]} could not be started.");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
