namespace TicketBooking.Launcher.Topology;

/// <summary>
/// The launcher starts programs that were built or published as it was: those beside its own folder. Run files name the debug build.
/// </summary>
internal static class BuiltAs
{
    private static readonly DirectoryInfo Own = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>The assembly of a program: bin/PROJECT/debug of a build, PROJECT of what tests/publish.sh made.</summary>
    public static string PathOf(string project) => Own.Name == "Launcher"
        ? Path.Combine(Own.Parent!.FullName, project, project + ".dll")
        : Path.Combine(Own.Parent!.Parent!.FullName, project, Own.Name, project + ".dll");

    /// <summary>A word of a command: what names a built assembly names this build's.</summary>
    public static string Apply(string word) =>
        word.Contains("/artifacts/bin/", StringComparison.Ordinal) && word.EndsWith(".dll", StringComparison.Ordinal)
            ? PathOf(Path.GetFileNameWithoutExtension(word))
            : word;
}
