using TicketBooking.EmbeddedPostgres;
using TicketBooking.Launcher.Processes;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher.Control;

/// <summary>Runs the commands that are sent or typed to a running system.</summary>
internal sealed class Commands(IReadOnlyList<Unit> units, IReadOnlyList<ProcessPlan> apps, Action stop)
{
    public const string Refused = "refused: ";

    /// <returns>The answer in words; it begins with "refused: " when nothing was done.</returns>
    public async Task<string> RunAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            return line.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
            {
                ["status"] => await PartsTable.TextAsync(units),
                ["stop"] => Stop(),
                ["restart", var name] => await RestartAsync(Find(name), cancellationToken),
                ["kill", var name] => await SignalAsync(Find(name), "KILL"),
                ["pause", var name] => await SignalAsync(Find(name), "STOP"),
                [RunCommand.PlanWord, var name] => RunCommand.Write(FindApp(name)),
                ["resume", var name] => await SignalAsync(Find(name), "CONT"),
                _ => Refused + "the commands are status | restart APP | kill APP | pause APP | resume APP | stop",
            };
        }
        catch (Exception e) when (e is UserException or PostgresStartException)
        {
            return Refused + e.Message;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Unexpected, but neither may it pass for done, nor may it end the commands that come after it.
            return $"{Refused}{e.GetType().Name}: {e.Message}";
        }
    }

    /// <summary>Takes lines typed into the launcher's terminal until its standard input ends, which ends nothing else.</summary>
    public async Task ListenAsync(Screen screen, CancellationToken cancellationToken)
    {
        // Console.In reads synchronously whatever it is asked, so it gets a thread of its own.
        while (await Task.Run(Console.In.ReadLine, cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                screen.Say(await RunAsync(line, cancellationToken));
            }
        }
    }

    private string Stop()
    {
        stop();
        return "stopping";
    }

    private static async Task<string> RestartAsync(Unit unit, CancellationToken cancellationToken)
    {
        await unit.RestartAsync(cancellationToken);
        return $"{unit.Name} restarted";
    }

    private static async Task<string> SignalAsync(Unit unit, string signal) =>
        await unit.SignalAsync(signal) ? $"{unit.Name} got SIG{signal}" : throw new UserException($"{unit.Name} does not run");

    private ProcessPlan FindApp(string name) => apps.FirstOrDefault(app => app.Name == name)
        ?? throw new UserException($"there is no app '{name}'; there are {string.Join(", ", apps.Select(app => app.Name))}");

    private Unit Find(string name) => units.FirstOrDefault(unit => unit.Name == name)
        ?? throw new UserException($"there is no '{name}'; there are {string.Join(", ", units.Select(unit => unit.Name))}");
}
