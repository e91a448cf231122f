using Spectre.Console;

namespace TicketBooking.Platform;

/// <summary>Writes tables of commands.</summary>
public static class OperatorTable
{
    /// <summary>Width outside a terminal: a row is one line, however long it is.</summary>
    private const int Unbroken = 10_000;

    /// <summary>Makes a table without lines.</summary>
    /// <param name="columns">Their headings.</param>
    public static Table New(params string[] columns)
    {
        var table = new Table().NoBorder();
        Array.ForEach(columns, name => table.AddColumn(name, column => column.PadRight(2)));
        return table;
    }

    /// <summary>Writes a table; outside a terminal each row is one line.</summary>
    /// <param name="table">The table.</param>
    /// <param name="console">Where to.</param>
    public static void WriteTo(this Table table, IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = Unbroken;
        }

        console.Write(table);
    }
}
