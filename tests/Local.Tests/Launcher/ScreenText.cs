using System.Text;
using System.Threading.Channels;

namespace TicketBooking.Launcher.Tests;

/// <summary>What was written to the screen, line by line, and a way to wait for a line.</summary>
internal sealed class ScreenText : StringWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _all = new();

    public override void WriteLine(string? value)
    {
        lock (_all)
        {
            _all.AppendLine(value);
        }

        _lines.Writer.TryWrite(value ?? "");
    }

    public async Task<string> LineWith(string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var line = await _lines.Reader.ReadAsync(patience.Token);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    public override string ToString()
    {
        lock (_all)
        {
            return _all.ToString();
        }
    }
}
