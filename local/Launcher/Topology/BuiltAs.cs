namespace TicketBooking.Launcher.Topology;

/// <summary>A launcher that was built for release starts what was built for release; run files name the debug build.</summary>
internal static class BuiltAs
{
    private const string Debug = "debug";
    private const string Release = "release";

    /// <summary>The folder of a program's build, below its name.</summary>
    public static string Folder { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name == Release ? Release : Debug;

    /// <summary>A word of a command, with this build's folder in its path.</summary>
    public static string Apply(string word) => word.Replace($"/{Debug}/", $"/{Folder}/", StringComparison.Ordinal);
}
