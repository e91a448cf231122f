using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit.Sdk;
using Xunit.v3;

namespace TicketBooking.Testing;

/// <summary>
/// Kills the test process when its runner is gone: a <c>dotnet test</c> that is killed leaves it running. What its tests started ends with it.
/// A test process that was started by hand has no runner.
/// </summary>
public sealed class RunnerWatch : ITestPipelineStartup
{
    /// <summary>How runners start a test process: the rest of the command line is in a file.</summary>
    private const string FromFile = "@@";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public ValueTask StartAsync(IMessageSink diagnosticMessageSink)
    {
        if (Environment.GetCommandLineArgs().Contains(FromFile))
        {
            _ = WatchAsync(ParentId());
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync() => ValueTask.CompletedTask;

    /// <summary>A process whose parent is gone gets another one.</summary>
    private static async Task WatchAsync(int runner)
    {
        using var timer = new PeriodicTimer(Interval);
        while (ParentId() == runner)
        {
            await timer.WaitForNextTickAsync();
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ParentId();
}
