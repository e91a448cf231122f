using System.Diagnostics;
using System.Text.Json;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher.Control;

/// <summary>
/// Runs a command of an app, e.g. <c>run booking reconcile</c>. The running system tells how it starts the app. The asking process starts
/// it with further words, so that output and exit code are the user's.
/// </summary>
internal static class RunCommand
{
    public const string Word = "run";

    /// <summary>The word that the asking process sends to the running system.</summary>
    public const string PlanWord = "plan";

    public static string Write(ProcessPlan plan) => JsonSerializer.Serialize(plan);

    /// <returns>The command's exit code.</returns>
    public static async Task<int> RunAsync(string dataDirectory, string app, IEnumerable<string> words)
    {
        var plan = await PlanAsync(dataDirectory, app);
        var start = new ProcessStartInfo(plan.Command[0], [.. plan.Command.Skip(1), .. words]) { WorkingDirectory = plan.WorkingDirectory };
        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new UserException($"{plan.Command[0]} could not be started.");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task<ProcessPlan> PlanAsync(string dataDirectory, string app)
    {
        var answer = await ControlClient.AskAsync(dataDirectory, $"{PlanWord} {app}");
        return answer.StartsWith(Commands.Refused, StringComparison.Ordinal)
            ? throw new UserException(answer)
            : JsonSerializer.Deserialize<ProcessPlan>(answer) ?? throw new UserException("The running system does not say how it starts the app.");
    }
}
