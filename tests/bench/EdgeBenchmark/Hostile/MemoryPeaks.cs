namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>What the processes of the system hold before an attack, and at most during it.</summary>
internal sealed class MemoryPeaks
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);

    /// <summary>Services, and what their ports are more than the gateway's.</summary>
    private static readonly (string Service, int Port)[] Processes =
        [("Gateway", 0), ("EventCore", 1), ("Booking", 2), ("Search", 3), ("Seats", 4), ("Sidecar", 0)];

    private readonly int _gatewayPort;
    private readonly long?[] _before;
    private readonly long?[] _most;

    public MemoryPeaks(int gatewayPort)
    {
        _gatewayPort = gatewayPort;
        _before = Read();
        _most = [.. _before];
    }

    public async Task WatchAsync(CancellationToken until)
    {
        using var timer = new PeriodicTimer(Often);
        while (!until.IsCancellationRequested)
        {
            var now = Read();
            for (var i = 0; i < now.Length; i++)
            {
                _most[i] = Math.Max(_most[i] ?? 0, now[i] ?? 0);
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public override string ToString() => string.Join(", ", Processes.Select((process, i) => $"{process.Service} {_before[i]} -> {_most[i]}"));

    private long?[] Read() => [.. Processes.Select(process => ServiceMemory.ReadMiB(process.Service, _gatewayPort + process.Port))];
}
