using TicketBooking.Launcher.Processes;

namespace TicketBooking.Launcher.Control;

/// <summary>Commands typed into the launcher's terminal.</summary>
internal static class Keyboard
{
    /// <summary>Reads lines until standard input ends, which ends nothing else.</summary>
    public static async Task ListenAsync(Commands commands, Screen screen, CancellationToken cancellationToken)
    {
        // Console.In reads synchronously whatever it is asked, so it gets a thread of its own.
        while (await Task.Run(Console.In.ReadLine, cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                screen.Say(await commands.RunAsync(line, cancellationToken));
            }
        }
    }
}
