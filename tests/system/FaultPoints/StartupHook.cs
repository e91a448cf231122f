using System.Diagnostics;

/// <summary>
/// Loaded into a service by <c>DOTNET_STARTUP_HOOKS</c>. When the file named by <c>FAULT_POINT</c> appears, its line says what happens:
/// <c>before|after</c>, the name of a step (a span of the service), and the process that dies there (0: itself), all separated by tabs. It happens once:
/// the file is taken away first.
/// </summary>
/// <remarks>The runtime wants this name, in no namespace.</remarks>
internal static class StartupHook
{
    private static readonly string File = Environment.GetEnvironmentVariable("FAULT_POINT")
        ?? throw new InvalidOperationException("FAULT_POINT names no file.");

    /// <summary>Called by the runtime before the service's Main.</summary>
    public static void Initialize() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name.StartsWith("TicketBooking.", StringComparison.Ordinal),
        Sample = static (ref _) => ActivitySamplingResult.AllData,
        ActivityStarted = step => Reach("before", step.OperationName),
        ActivityStopped = step => Reach(step.Status == ActivityStatusCode.Error ? "failed" : "after", step.OperationName),
    });

    private static void Reach(string side, string step)
    {
        if (System.IO.File.Exists(File) && Victim(side, step) is { } victim)
        {
            Kill(victim);
        }
    }

    /// <summary>Null when it is another point, or when another thread has reached it first.</summary>
    private static int? Victim(string side, string step)
    {
        try
        {
            if (System.IO.File.ReadAllText(File).Split('\t') is not [var where, var which, var victim] || where != side || which != step)
            {
                return null;
            }

            System.IO.File.Move(File, File + ".reached");
            return int.Parse(victim);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Goes on when it is another process, and not before that is gone, so that the step meets it dead.</summary>
    private static void Kill(int pid)
    {
        using var victim = Process.GetProcessById(pid == 0 ? Environment.ProcessId : pid);
        victim.Kill();
        victim.WaitForExit();
    }
}
