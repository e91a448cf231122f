using TicketBooking.Launcher;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Selling;

/// <summary>
/// Kills parts of the system at random with SIGKILL, services, sidecar, relay, simulator and PostgreSQL alike, and starts each again. When a
/// start takes longer than the time between two kills, more parts die together, so that the number is reached.
/// </summary>
internal sealed class Killer(LaunchedSystem system, ProcessorUse use, Record record, RunOptions options)
{
    private const int MostTries = 5;

    private readonly Random _chance = new(options.Seed);
    private readonly List<Kill> _kills = [];

    public IReadOnlyList<Kill> Kills => _kills;

    public async Task RunAsync(CancellationToken over)
    {
        string[] parts = [.. (await system.PidsAsync()).Keys.Order(StringComparer.Ordinal)];
        var gap = options.Duration / options.Kills;
        for (var begun = record.Now; _kills.Count < options.Kills && !over.IsCancellationRequested;)
        {
            var due = Math.Min((int)((record.Now - begun) / gap) + 1, options.Kills) - _kills.Count;
            if (due <= 0)
            {
                await Task.Delay(gap, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            await KillAsync([.. _chance.GetItems(parts, Math.Min(due, parts.Length)).Distinct()]);
        }
    }

    private async Task KillAsync(IReadOnlyList<string> parts)
    {
        foreach (var part in parts)
        {
            await TryKillAsync(part);
        }

        // PostgreSQL before what needs it to be ready, the sidecar before the apps, and those together.
        foreach (var together in parts.GroupBy(part => part switch { "postgres" => 0, "sidecar" => 1, _ => 2 }).OrderBy(group => group.Key))
        {
            await Task.WhenAll(together.Select(RestartAsync));
        }

        await use.FindAsync();
    }

    /// <summary>A part that has ended by itself is started again all the same; it does not count.</summary>
    private async Task TryKillAsync(string part)
    {
        try
        {
            await system.CommandAsync($"kill {part}");
            _kills.Add(new(part, record.Now.TotalSeconds));
        }
        catch (UserException exception)
        {
            Console.WriteLine(exception.Message);
        }
    }

    /// <summary>A part that does not come up within a minute, because too many ask for it, is started again.</summary>
    private async Task RestartAsync(string part)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await system.CommandAsync($"restart {part}");
                return;
            }
            catch (UserException exception) when (tries < MostTries)
            {
                Console.WriteLine(exception.Message);
            }
        }
    }
}

/// <summary>A part that was killed.</summary>
/// <param name="Part">Its name.</param>
/// <param name="At">Second of the run.</param>
internal sealed record Kill(string Part, double At);
