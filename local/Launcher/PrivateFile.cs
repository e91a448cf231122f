namespace TicketBooking.Launcher;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    public static FileStreamOptions Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
