using TicketBooking.ChildProcesses;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher.Processes;

/// <summary>Starts the process of a plan and waits until it is ready.</summary>
internal static class ProcessStarter
{
    public static async Task<GuardedProcess> StartAsync(ProcessPlan plan, Readiness readiness, Action<string> onLine, CancellationToken cancellationToken)
    {
        await FreePorts.WaitAsync(plan, onLine, cancellationToken);
        var process = GuardedProcess.Start(Command(plan), onLine);
        try
        {
            await readiness.WaitAsync(plan, process, cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static ChildCommand Command(ProcessPlan plan)
    {
        var program = Path.Combine(plan.WorkingDirectory, plan.Command[^1]);
        return Directory.Exists(plan.WorkingDirectory) && File.Exists(program)
            ? new ChildCommand(plan.Command[0], [.. plan.Command.Skip(1)])
            {
                WorkingDirectory = plan.WorkingDirectory,
                Environment = plan.Environment.ToDictionary(pair => pair.Key, pair => (string?)pair.Value),
            }
            : throw new UserException($"{plan.Name} is not built: there is no {Path.GetFullPath(program)}. Run 'dotnet build' first.");
    }
}
