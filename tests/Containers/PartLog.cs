using TicketBooking.Testing;

namespace TicketBooking.Containers;

/// <summary>What a part prints, in a file of <c>artifacts/log/containers</c>. The last run's is overwritten.</summary>
internal sealed class PartLog : IDisposable
{
    public static readonly string Folder = Directory.CreateDirectory(Repository.PathTo("artifacts/log/containers")).FullName;

    private readonly Lock _writing = new();
    private readonly StreamWriter _file;

    public PartLog(string part) => _file = new(Path.Combine(Folder, $"{part}.log")) { AutoFlush = true };

    public Stream Stream => _file.BaseStream;

    public void WriteLine(string line)
    {
        lock (_writing)
        {
            _file.WriteLine(line);
        }
    }

    public void Dispose() => _file.Dispose();
}
