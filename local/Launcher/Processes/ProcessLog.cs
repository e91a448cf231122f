namespace TicketBooking.Launcher.Processes;

/// <summary>Writes a process's lines to its file, and to the screen under its name; the previous file is kept.</summary>
internal sealed class ProcessLog : IDisposable
{
    private readonly Lock _oneLine = new();
    private readonly StreamWriter _file;
    private readonly Screen _screen;
    private readonly string _name;
    private readonly string _colour;

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

    /// <summary>False when the lines of the process go to its file only.</summary>
    public bool OnScreen { get; init; } = true;

    public void Write(string line)
    {
        lock (_oneLine)
        {
            _file.WriteLine(line);
        }

        if (OnScreen)
        {
            _screen.Line(_name, _colour, line);
        }
    }

    public void Dispose() => _file.Dispose();
}
