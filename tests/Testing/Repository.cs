namespace TicketBooking.Testing;

/// <summary>The working copy that the tests were built from.</summary>
public static class Repository
{
    private static readonly string Root = Find();

    /// <param name="path">From the root of the repository, e.g. <c>components/local</c>.</param>
    public static string PathTo(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TicketBooking.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository's root was not found.");
        }

        return folder.FullName;
    }
}
