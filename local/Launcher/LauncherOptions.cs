namespace TicketBooking.Launcher;

/// <summary>Options of a start; <see cref="LauncherCommandLine"/> reads it.</summary>
internal sealed record LauncherOptions
{
    /// <summary>The directory that holds dapr.yaml.</summary>
    public string Root { get; init; } = FindRoot();

    public int PortOffset { get; init; }

    public string? Data { get; init; }

    public string? Components { get; init; }

    public string? File { get; init; }

    /// <summary>Whether the terminal shows every line of every process, and not only warnings.</summary>
    public bool Verbose { get; init; }

    public IReadOnlyDictionary<string, int> Instances { get; init; } = new Dictionary<string, int>();

    public string DataDirectory => Path.GetFullPath(Data ?? Path.Combine(Root, ".local"));

    public string ComponentsDirectory => Path.GetFullPath(Components ?? Path.Combine(Root, "components", "local"));

    public string AppsFile => Path.GetFullPath(File ?? Path.Combine(Root, "dapr.yaml"));

    /// <summary>The command line for another terminal, to be followed by a command.</summary>
    public string CommandLine => "dotnet run --no-build --project local/Launcher --" + (Data is null ? "" : $" --data {DataDirectory}");

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(directory.FullName, "dapr.yaml")))
            {
                return directory.FullName;
            }
        }

        throw new UserException($"There is no dapr.yaml above {AppContext.BaseDirectory}.");
    }
}
