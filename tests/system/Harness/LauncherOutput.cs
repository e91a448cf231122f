using System.Text;

namespace TicketBooking.SystemHarness;

/// <summary>Collects a launcher's lines and knows the one that means ready.</summary>
internal sealed class LauncherOutput
{
    private readonly StringBuilder _lines = new();
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.AppendLine(line);
        }

        if (line.Contains("Ticket booking runs at", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }

    public async Task ReadyAsync(Task<int> exited)
    {
        if (await Task.WhenAny(_ready.Task, exited).WaitAsync(TimeSpan.FromMinutes(2)) == exited)
        {
            throw new InvalidOperationException($"The launcher ended with {await exited}:{Environment.NewLine}{this}");
        }

        _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return _lines.ToString();
        }
    }
}
