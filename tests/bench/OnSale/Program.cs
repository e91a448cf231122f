using System.CommandLine;
using TicketBooking.Launcher;
using TicketBooking.OnSale.Idling;
using TicketBooking.OnSale.Opening;
using TicketBooking.OnSale.Ratio;
using TicketBooking.OnSale.Selling;
using TicketBooking.OnSale.Sweeping;

const int NotDone = 2;

var parsed = new RootCommand("Sells tickets of a launched system to a crowd, and audits what became of them.")
{
    RatioOptions.Command(RatioCommand.RunAsync),
    SweepCommand.New(),
    RunOptions.Command(RunCommand.RunAsync),
    IdleCommand.New(),
    OpenCommand.New(),
}.Parse(args);
try
{
    var code = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? NotDone : code;
}
catch (Exception exception) when (exception is UserException or HttpRequestException or TimeoutException or OperationCanceledException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return NotDone;
}
