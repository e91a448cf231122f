using System.Diagnostics;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>What the processes of the system hold before an attack and at most during it, and what part of a core each uses.</summary>
internal sealed class SystemCosts
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);

    /// <summary>Services, and what their ports are more than the gateway's.</summary>
    private static readonly (string Service, int Port)[] Services =
        [("Gateway", 0), ("EventCore", 1), ("Booking", 2), ("Search", 3), ("Seats", 4), ("Sidecar", 0)];

    private readonly (string Service, ServiceProcess? Process)[] _processes;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly long?[] _before;
    private readonly long?[] _most;
    private readonly TimeSpan?[] _worked;

    public SystemCosts(int gatewayPort)
    {
        _processes = [.. Services.Select(service => (service.Service, ServiceProcess.Find(service.Service, gatewayPort + service.Port)))];
        _before = ReadMemory();
        _most = [.. _before];
        _worked = ReadTimes();
    }

    public async Task WatchAsync(CancellationToken until)
    {
        using var timer = new PeriodicTimer(Often);
        while (!until.IsCancellationRequested)
        {
            var now = ReadMemory();
            for (var i = 0; i < now.Length; i++)
            {
                _most[i] = Math.Max(_most[i] ?? 0, now[i] ?? 0);
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        var times = ReadTimes();
        for (var i = 0; i < times.Length; i++)
        {
            _worked[i] = times[i] - _worked[i];
        }

        _clock.Stop();
    }

    public override string ToString() => "MiB before -> most, cores: " + string.Join(
        ", ", _processes.Select((process, i) => $"{process.Service} {_before[i]} -> {_most[i]}, {_worked[i] / _clock.Elapsed:0.00}"));

    private long?[] ReadMemory() => [.. _processes.Select(process => process.Process?.ReadMiB())];

    private TimeSpan?[] ReadTimes() => [.. _processes.Select(process => process.Process?.ReadTime())];
}
