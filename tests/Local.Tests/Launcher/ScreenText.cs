using System.Text;
using TicketBooking.Testing;

namespace TicketBooking.Local.Tests.Launcher;

/// <summary>What was written to the screen, line by line, and a way to wait for a line.</summary>
internal sealed class ScreenText : StringWriter
{
    private readonly Arrivals<string> _lines = new();
    private readonly StringBuilder _all = new();

    public override void WriteLine(string? value)
    {
        lock (_all)
        {
            _all.AppendLine(value);
        }

        _lines.Add(value ?? "");
    }

    public async Task<string> LineWith(string text)
    {
        string line;
        do
        {
            line = await _lines.NextAsync();
        }
        while (!line.Contains(text, StringComparison.Ordinal));
        return line;
    }

    public override string ToString()
    {
        lock (_all)
        {
            return _all.ToString();
        }
    }
}
