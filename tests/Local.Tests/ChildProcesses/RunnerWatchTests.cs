using System.Collections.Concurrent;
using System.Diagnostics;
using TicketBooking.ChildProcesses;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.ChildProcesses;

public sealed class RunnerWatchTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly string _directory = Directory.CreateTempSubdirectory("ticket-booking-test-").FullName;
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The test process waits for ever, for the runner's answer to its first message.</summary>
    [Fact]
    public async Task A_test_process_ends_with_its_runner()
    {
        await File.WriteAllLinesAsync(Path.Combine(_directory, "arguments"), ["-automated", "sync", "-class", "none"]);
        await using var runner = GuardedProcess.Start(
            new ChildCommand(
                "sh", "-c", "mkfifo \"$1/answers\"; dotnet \"$0\" @@ \"$1/arguments\" <>\"$1/answers\" & echo $!; wait",
                ServiceProcess.PathOf("Local.Tests"), _directory),
            _lines.Enqueue);
        await Eventually.IsTrueAsync(() => _lines.Any(line => line.StartsWith('{')));
        using var test = Process.GetProcessById(int.Parse(_lines.First()));

        try
        {
            await runner.SignalAsync("KILL");

            // Not before the last process that writes to its output has ended.
            Assert.Equal(128 + 9, await runner.Exited.WaitAsync(Longest));
        }
        finally
        {
            test.Kill();
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
