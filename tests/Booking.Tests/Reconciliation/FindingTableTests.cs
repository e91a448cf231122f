using Spectre.Console;
using TicketBooking.Booking.Reconciliation;
using Xunit;

namespace TicketBooking.Booking.Tests.Reconciliation;

public sealed class FindingTableTests
{
    [Fact]
    public void A_finding_is_one_line_in_a_file_and_what_is_left_comes_last()
    {
        var detail = "is [somewhere] " + new string('x', 300);

        var lines = Written(new(new("status", "b1", detail), false, "needs a decision"), new(new("seats-kept", "b2", "kept"), true, "repaired"));

        Assert.Equal(["FINDING", "SUBJECT", "ACTION", "DETAIL"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("seats-kept  b2       repaired          kept", lines[1].TrimEnd());
        Assert.Equal($"status      b1       needs a decision  {detail}", lines[2].TrimEnd());
        Assert.Equal("2 found, 1 repaired, 1 left.", lines[3]);
    }

    [Fact]
    public void Nothing_found_is_said_in_words()
    {
        Assert.Equal(["Nothing found."], Written());
    }

    private static string[] Written(params Reconciled[] results)
    {
        var text = new StringWriter();
        FindingTable.Write(AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) }), results);
        return text.ToString().TrimEnd().Split(Environment.NewLine);
    }
}
