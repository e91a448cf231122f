using System.Text.RegularExpressions;

namespace TicketBooking.Launcher.Processes;

/// <summary>Which lines of a process the screen shows; its file has all of them.</summary>
internal enum ScreenLines
{
    None,
    Warnings,
    All,
}

/// <summary>Writes a process's lines to its file, and those that matter to the screen under its name; the file before it is kept.</summary>
internal sealed partial class ProcessLog : IDisposable
{
    private readonly Lock _oneLine = new();
    private readonly StreamWriter _file;
    private readonly Screen _screen;
    private readonly string _name;
    private readonly string _colour;
    private bool _warns;

    public ProcessLog(string name, string directory, Screen screen)
    {
        (_name, _screen, _colour) = (name, screen, screen.NextColour());
        Path = System.IO.Path.Combine(directory, name + ".log");
        if (File.Exists(Path))
        {
            File.Move(Path, System.IO.Path.ChangeExtension(Path, ".previous.log"), overwrite: true);
        }

        _file = new StreamWriter(Path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read })
        {
            AutoFlush = true,
        };
    }

    public string Path { get; }

    public ScreenLines OnScreen { get; init; } = ScreenLines.Warnings;

    public void Write(string line)
    {
        lock (_oneLine)
        {
            _file.WriteLine(line);
            _warns = Level().Match(line) is { Success: true } level ? level.Groups["warns"].Success : _warns;
        }

        if (OnScreen == ScreenLines.All || (OnScreen == ScreenLines.Warnings && _warns))
        {
            _screen.Line(_name, _colour, line);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>How the apps' own console and .NET's begin an entry; a line without a level goes on with the entry before it.</summary>
    [GeneratedRegex(@"^([\d-]+T[\d:.]+Z )?(trce|dbug|info|(?<warns>warn|fail|crit|Unhandled exception))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Level();
}
