using TicketBooking.EmbeddedPostgres;
using TicketBooking.Launcher;
using TicketBooking.Launcher.Control;

try
{
    var options = LauncherOptions.Parse(args);
    return options.Command.Count == 0
        ? await LocalSystem.RunAsync(options)
        : await ControlClient.SendAsync(options);
}
catch (Exception e) when (e is UserException or PostgresNotFoundException or PostgresStartException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
