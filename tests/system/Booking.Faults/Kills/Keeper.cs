using System.Collections.Concurrent;
using TicketBooking.ChildProcesses;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>Keeps a process running: when it has died, something may happen in its absence, and it is started again.</summary>
internal sealed class Keeper : IAsyncDisposable
{
    private const int Killed = 137;

    private readonly ChildCommand _command;
    private readonly Func<Task> _whileDown;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Task _keeping;
    private volatile GuardedProcess _process;
    private int _deaths;
    private volatile bool _ends;

    public Keeper(ChildCommand command, Func<Task> whileDown)
    {
        (_command, _whileDown) = (command, whileDown);
        _process = GuardedProcess.Start(command, _output.Enqueue);
        _keeping = KeepAsync();
    }

    /// <summary>How often it has died and was started again.</summary>
    public int Deaths => Volatile.Read(ref _deaths);

    public Task<int> PidAsync() => _process.Pid;

    public Task KillAsync() => _process.SignalAsync("KILL");

    /// <summary>The last lines of its output.</summary>
    public override string ToString() => string.Join('\n', _output.TakeLast(30));

    /// <summary>Fails when it has ended in another way than by being killed.</summary>
    public Task CheckAsync() => _keeping.IsFaulted ? _keeping : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _ends = true;
        await _process.DisposeAsync();
        await _keeping;
    }

    private async Task KeepAsync()
    {
        while (true)
        {
            var code = await _process.Exited;
            if (_ends)
            {
                return;
            }

            if (code != Killed)
            {
                throw new InvalidOperationException($"{_command.Arguments[0]} ended with {code}:\n{this}");
            }

            await _whileDown();
            await _process.DisposeAsync();
            _process = GuardedProcess.Start(_command, _output.Enqueue);
            Interlocked.Increment(ref _deaths);
        }
    }
}
