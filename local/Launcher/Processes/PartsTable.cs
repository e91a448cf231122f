using Spectre.Console;

namespace TicketBooking.Launcher.Processes;

/// <summary>Lists every part and its state.</summary>
internal static class PartsTable
{
    private static readonly string[] Columns = ["PART", "STATE", "READY AFTER"];

    public static async Task<Table> OfAsync(IEnumerable<Unit> units)
    {
        var table = new Table().NoBorder();
        Array.ForEach(Columns, name => table.AddColumn(name, column => column.PadRight(2)));
        foreach (var unit in units)
        {
            table.AddRow(
                new Text(unit.Name),
                new Text(await unit.DescribeAsync(), unit.Runs ? Color.Green : unit.IsStarting ? Color.Yellow : Style.Plain),
                new Text(unit is { Runs: true, ReadyAfter: { } took } ? $"{took.TotalSeconds:0.0} s" : ""));
        }

        return table;
    }

    /// <summary>The same without colours, for another process.</summary>
    public static async Task<string> TextAsync(IEnumerable<Unit> units)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Write(await OfAsync(units));
        return text.ToString().TrimEnd();
    }
}
