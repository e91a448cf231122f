using System.Globalization;

namespace TicketBooking.OnSale.Machine;

/// <summary>
/// Sums the processor time of the launched system by process, from /proc. PostgreSQL's backends are told apart by the database in their title.
/// What a process used after the last look at it, before it ended, is lost.
/// </summary>
internal sealed class ProcessorUse : IAsyncDisposable
{
    /// <summary>The name of this program's own time.</summary>
    public const string Tool = "load tool";

    private const double TicksPerSecond = 100;
    private const string Postgres = "postgres";

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);

    private readonly LaunchedSystem _system;
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Pid, string Start), (string Name, double Seconds)> _seen = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private int _postgres;

    private ProcessorUse(LaunchedSystem system)
    {
        _system = system;
        _watching = WatchAsync();
    }

    public static async Task<ProcessorUse> StartAsync(LaunchedSystem system)
    {
        var use = new ProcessorUse(system);
        await use.FindAsync();
        return use;
    }

    /// <summary>Looks for the processes of the parts again, after one was restarted.</summary>
    public async Task FindAsync()
    {
        var pids = await _system.PidsAsync();
        lock (_gate)
        {
            foreach (var (name, pid) in pids)
            {
                _names[pid] = name;
            }

            // Each part has a guard, whose owner the launcher is.
            _names[ParentOf(ParentOf(pids["gateway"]))] = "launcher";
            _names[Environment.ProcessId] = Tool;
            _postgres = pids.GetValueOrDefault(Postgres);
        }
    }

    /// <summary>Seconds of a core that each has used since it was first seen.</summary>
    public IReadOnlyDictionary<string, double> Read()
    {
        lock (_gate)
        {
            Look();
            return _seen.Values.GroupBy(process => process.Name).ToDictionary(group => group.Key, group => group.Sum(process => process.Seconds));
        }
    }

    /// <summary>Memory that the system's processes have together, shared pages counted in part: MiB by process.</summary>
    public IReadOnlyDictionary<string, double> ReadMemory()
    {
        lock (_gate)
        {
            return _names.Keys.Concat(Children()).Where(pid => pid != Environment.ProcessId).Select(pid => (Name: NameOf(pid), MiB: Memory(pid)))
                .GroupBy(process => process.Name).ToDictionary(group => group.Key, group => group.Sum(process => process.MiB));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Often);
        while (!_stop.IsCancellationRequested)
        {
            lock (_gate)
            {
                Look();
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private void Look()
    {
        foreach (var pid in _names.Keys.Concat(Children()).ToArray())
        {
            if (Stat(pid) is { } fields)
            {
                var seconds = (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
                _seen[(pid, fields[19])] = (_seen.TryGetValue((pid, fields[19]), out var known) && known.Name != Postgres ? known.Name : NameOf(pid), seconds);
            }
        }
    }

    /// <summary>PostgreSQL's own, each serving a connection or a purpose.</summary>
    private IEnumerable<int> Children() => Directory.EnumerateDirectories("/proc")
        .Select(directory => int.TryParse(Path.GetFileName(directory), out var pid) ? pid : 0)
        .Where(pid => pid != 0 && _postgres != 0 && ParentOf(pid) == _postgres);

    private static int ParentOf(int pid) => Stat(pid) is { } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;

    /// <summary>A backend's title is <c>postgres: user database address state</c>; a walsender's begins with its kind.</summary>
    private string NameOf(int pid)
    {
        if (_names.TryGetValue(pid, out var name))
        {
            return name;
        }

        return Text($"/proc/{pid}/cmdline").Split('\0')[0].Split(' ') switch
        {
            ["postgres:", "walsender", ..] => "pg walsender",
            ["postgres:", var user, var database, var address, ..] when address.Contains('(', StringComparison.Ordinal) && user != "autovacuum" => $"pg {database}",
            _ => Postgres,
        };
    }

    /// <summary>The fields after the program's name, which may hold spaces.</summary>
    private static string[]? Stat(int pid) =>
        Text($"/proc/{pid}/stat") is { Length: > 0 } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : null;

    private static double Memory(int pid)
    {
        var line = Text($"/proc/{pid}/smaps_rollup").Split('\n').FirstOrDefault(text => text.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile.
            return "";
        }
    }
}
