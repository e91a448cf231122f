namespace TicketBooking.Launcher;

/// <summary>Allows one launcher per data directory; the system releases the lock even when the launcher is killed.</summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    public DataLock(string directory)
    {
        Directory.CreateDirectory(Path.Combine(directory, "logs"));
        try
        {
            _file = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new UserException($"Another system runs on {directory} ({e.Message}). Stop it, or start with --data DIR and --port-offset N.");
        }
    }

    /// <summary>Whether a launcher runs on the directory.</summary>
    public static bool IsTaken(string directory)
    {
        try
        {
            using var free = Directory.Exists(directory) ? new DataLock(directory) : null;
            return false;
        }
        catch (UserException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();
}
