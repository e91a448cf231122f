using Spectre.Console;

namespace TicketBooking.Launcher.Processes;

/// <summary>
/// Shows the start as it goes. On a terminal a table shows each part's progress, and lines of processes go to their logs unless the start
/// fails. Elsewhere every line is written as it comes.
/// </summary>
internal static class StartView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public static async Task StartAsync(Units units, Screen screen, CancellationToken cancellationToken)
    {
        if (!screen.IsTerminal)
        {
            await units.StartAsync(cancellationToken);
            return;
        }

        screen.Hold();
        var starting = units.StartAsync(cancellationToken);
        await AnsiConsole.Live(await PartsTable.OfAsync(units.All)).StartAsync(async live =>
        {
            while (!starting.IsCompleted)
            {
                await Task.WhenAny(starting, Task.Delay(Interval, CancellationToken.None));
                live.UpdateTarget(await PartsTable.OfAsync(units.All));
            }
        });
        screen.Release(show: starting.IsFaulted);
        await starting;
    }
}
