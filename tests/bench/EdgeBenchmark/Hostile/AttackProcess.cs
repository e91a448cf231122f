using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>
/// An attacker in a process of its own, which shares neither threads nor memory with the users. It gets a processor when neither they nor the
/// system want it, as a machine elsewhere would take none of theirs.
/// </summary>
internal sealed class AttackProcess : IDisposable
{
    /// <summary>By session, as Linux groups what it schedules, and within it.</summary>
    private const string Last = "echo 19 > /proc/self/autogroup; exec nice -n 19 \"$@\"";

    private readonly Process _process;

    private AttackProcess(Process process) => _process = process;

    public static AttackProcess Start(Attack attack, Target target, int perSecond)
    {
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            "sh", "-c", Last, "sh", Environment.ProcessPath!, typeof(AttackProcess).Assembly.Location, AttackCommand.Name, attack.Name,
            "--gateway", target.Gateway.ToString(), "--small", target.SmallEvent, "--large", target.LargeEvent,
            "--rate", perSecond.ToString(CultureInfo.InvariantCulture),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        return new(Process.Start(start)!);
    }

    public async Task UntilReadyAsync() => await _process.StandardOutput.ReadLineAsync();

    public async Task BeginAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends it.</summary>
    /// <returns>What it has done.</returns>
    public async Task<TriesDone> EndAsync()
    {
        _process.StandardInput.Close();
        var done = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return JsonSerializer.Deserialize<TriesDone>(done)!;
    }

    public void Dispose() => _process.Dispose();
}
