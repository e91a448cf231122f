using System.Diagnostics;
using TicketBooking.Launcher.Control;
using TicketBooking.Launcher.Processes;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher;

/// <summary>From the first step to the last: starts everything in order, stays until told to stop, stops everything in order.</summary>
internal static class LocalSystem
{
    public static async Task<int> RunAsync(LauncherOptions options)
    {
        var began = Stopwatch.GetTimestamp();
        using var dataLock = new DataLock(options.DataDirectory);
        using var signals = new StopSignals();
        var screen = Screen.OfConsole();
        var file = DaprFile.Parse(await File.ReadAllTextAsync(options.AppsFile, signals.Token));
        var database = Database.For(options, Secrets.LoadOrCreate(options.DataDirectory));
        var setting = new Setting(options.Root, options.ComponentsDirectory, options.PortOffset, database.Address, database.Secrets)
        {
            Instances = options.Instances,
        };
        var plan = SystemPlan.Create(file, setting);
        await using var units = new Units(plan, database, options, screen);
        var commands = new Commands(units.All, plan.Apps, signals.Stop);
        await using var control = new ControlServer(commands, options.DataDirectory);
        try
        {
            await StartView.StartAsync(units, screen, signals.Token);
            screen.Say(Welcome.Text(options, file, setting, Stopwatch.GetElapsedTime(began)));
            _ = commands.ListenAsync(screen, signals.Token);
            await Task.Delay(Timeout.Infinite, signals.Token);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            screen.Say("Stopping: apps, relay, sidecar, Stripe simulator, PostgreSQL.");
        }

        return 0;
    }
}
