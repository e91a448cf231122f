using System.Globalization;

namespace TicketBooking.Launcher;

/// <summary>The command line.</summary>
internal sealed record LauncherOptions
{
    private const string Usage = """
        Runs the whole ticket booking system on this machine. Usage: dotnet run --project local/Launcher -- [options] [command]
          --port-offset N       added to every port, so that systems can run side by side (default 0)
          --data DIR            where data, secrets and logs are kept (default .local beside dapr.yaml)
          --instances APP=N     run N instances of an app; may be repeated
          --components DIR      component YAML of the sidecar (default components/local)
          --file FILE           the apps to run (default dapr.yaml)
        Commands, to a system that runs (also typed into its terminal, with Enter):
          status | restart APP | kill APP | pause APP | resume APP | stop
        To run a command of an app with the app's own settings, from another terminal only:
          run APP WORD...       e.g. run booking reconcile --dry-run
        """;

    /// <summary>The directory that holds dapr.yaml.</summary>
    public string Root { get; init; } = FindRoot();

    public int PortOffset { get; init; }

    public string? Data { get; init; }

    public string? Components { get; init; }

    public string? File { get; init; }

    public IReadOnlyDictionary<string, int> Instances { get; init; } = new Dictionary<string, int>();

    /// <summary>Words for a running system; empty starts one.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public string DataDirectory => Path.GetFullPath(Data ?? Path.Combine(Root, ".local"));

    public string ComponentsDirectory => Path.GetFullPath(Components ?? Path.Combine(Root, "components", "local"));

    public string AppsFile => Path.GetFullPath(File ?? Path.Combine(Root, "dapr.yaml"));

    /// <summary>What to type in another terminal, followed by a command.</summary>
    public string CommandLine => "dotnet run --no-build --project local/Launcher --" + (Data is null ? "" : $" --data {DataDirectory}");

    /// <exception cref="UserException">Something is not understood; the message has the usage.</exception>
    public static LauncherOptions Parse(IReadOnlyList<string> words)
    {
        var options = new LauncherOptions();
        for (var i = 0; i < words.Count; i++)
        {
            options = words[i] switch
            {
                var word when options.Command is [Control.RunCommand.Word, ..] => options with { Command = [.. options.Command, word] },
                "--help" or "-h" => throw new UserException(Usage),
                "--port-offset" => options with { PortOffset = Number(Value(words, ++i)) },
                "--data" => options with { Data = Value(words, ++i) },
                "--components" => options with { Components = Value(words, ++i) },
                "--file" => options with { File = Value(words, ++i) },
                "--instances" => options.With(Value(words, ++i).Split('=')),
                var word when !word.StartsWith('-') => options with { Command = [.. options.Command, word] },
                var word => throw new UserException($"Unknown option {word}.\n{Usage}"),
            };
        }

        return options;
    }

    private LauncherOptions With(string[] instances) => instances is [var app, var count] && Number(count) > 0
        ? this with { Instances = new Dictionary<string, int>(Instances) { [app] = Number(count) } }
        : throw new UserException($"--instances wants APP=N.\n{Usage}");

    private static string Value(IReadOnlyList<string> words, int i) =>
        i < words.Count ? words[i] : throw new UserException($"{words[i - 1]} wants a value.\n{Usage}");

    private static int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new UserException($"'{word}' is not a number.\n{Usage}");

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
