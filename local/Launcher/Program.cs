using TicketBooking.EmbeddedPostgres;
using TicketBooking.Launcher;

try
{
    // StopSignals sees what ends the system, and it takes the time that it needs; an error is written below in a line.
    return await new LauncherCommandLine().RunAsync(args, new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is UserException or PostgresNotFoundException or PostgresStartException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
