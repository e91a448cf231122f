using Spectre.Console;

namespace TicketBooking.Launcher.Processes;

/// <summary>The launcher's own terminal; every line is written whole and unbroken, so that it can be copied, colours only for a person.</summary>
internal sealed class Screen(TextWriter output, bool colours)
{
    private static readonly string[] Palette = ["36", "32", "33", "35", "34", "96", "92", "93", "95", "94"];
    private readonly Lock _oneLine = new();
    private List<string>? _held;
    private int _next;

    /// <summary>Whether lines can be overwritten.</summary>
    public bool IsTerminal { get; private init; }

    public static Screen OfConsole()
    {
        var profile = AnsiConsole.Profile;
        var isTerminal = profile.Out.IsTerminal && profile.Capabilities.Ansi;
        return new(Console.Out, isTerminal && profile.Capabilities.ColorSystem != ColorSystem.NoColors) { IsTerminal = isTerminal };
    }

    /// <summary>A colour for one more process.</summary>
    public string NextColour() => Palette[Interlocked.Increment(ref _next) % Palette.Length];

    public void Say(string text) => Write(text);

    public void Alarm(string text) => Write(Paint(text, "1;31"));

    public void Line(string name, string colour, string text) => Write($"{Paint($"{name,-13}|", colour)} {text}");

    /// <summary>Keeps lines from now on.</summary>
    public void Hold()
    {
        lock (_oneLine)
        {
            _held = [];
        }
    }

    /// <summary>Shows or drops what was kept, and writes again.</summary>
    public void Release(bool show)
    {
        lock (_oneLine)
        {
            (show ? _held : null)?.ForEach(output.WriteLine);
            _held = null;
        }
    }

    private string Paint(string text, string colour) => colours ? $"\e[{colour}m{text}\e[0m" : text;

    private void Write(string text)
    {
        lock (_oneLine)
        {
            (_held is null ? output.WriteLine : (Action<string>)_held.Add)(text);
        }
    }
}
