namespace TicketBooking.Booking.Faults;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "TicketBooking.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository's root was not found.");
        }

        return folder.FullName;
    }
}
