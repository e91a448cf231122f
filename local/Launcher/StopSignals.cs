using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TicketBooking.Launcher;

/// <summary>Stops at Ctrl-C, SIGTERM, SIGHUP (closed terminal), and the death of the `dotnet run` that started this process.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Process? _dotnetRun = FindDotnetRun();

    public StopSignals()
    {
        _signals =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Stop();
            })),
        ];
        if (_dotnetRun is not null)
        {
            _dotnetRun.EnableRaisingEvents = true;
            _dotnetRun.Exited += (_, _) => Stop();
        }
    }

    public CancellationToken Token => _stop.Token;

    public void Stop() => _stop.Cancel();

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _dotnetRun?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Only Linux names the parent without native calls. A shell as parent may go: the system stays (nohup).</summary>
    private static Process? FindDotnetRun()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var status = File.ReadAllText("/proc/self/stat");
        var parent = int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        try
        {
            var process = Process.GetProcessById(parent);
            return process.ProcessName == "dotnet" ? process : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
