namespace TicketBooking.Launcher.Processes;

/// <summary>The launcher's own terminal; every line is written whole, colours only for a person.</summary>
internal sealed class Screen(TextWriter output, bool colours)
{
    private static readonly string[] Palette = ["36", "32", "33", "35", "34", "96", "92", "93", "95", "94"];
    private readonly Lock _oneLine = new();
    private int _next;

    public static Screen OfConsole() =>
        new(Console.Out, !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "");

    /// <summary>A colour for one more process.</summary>
    public string NextColour() => Palette[Interlocked.Increment(ref _next) % Palette.Length];

    public void Say(string text) => Write(text);

    public void Alarm(string text) => Write(Paint(text, "1;31"));

    public void Line(string name, string colour, string text) => Write($"{Paint($"{name,-13}|", colour)} {text}");

    private string Paint(string text, string colour) => colours ? $"\e[{colour}m{text}\e[0m" : text;

    private void Write(string text)
    {
        lock (_oneLine)
        {
            output.WriteLine(text);
        }
    }
}
