using TicketBooking.ChildProcesses;

namespace TicketBooking.Containers;

/// <summary>A program of this repository.</summary>
internal sealed class ProcessPart(string name, ChildCommand command, PartLog log) : IPart
{
    private GuardedProcess? _process;

    public string Name => name;

    /// <summary>How it is started; further words make it a command such as <c>reconcile</c>.</summary>
    public ChildCommand Command => command;

    public async Task StartAsync()
    {
        _process = GuardedProcess.Start(command, log.WriteLine);
        await _process.Pid;
    }

    public async Task KillAsync()
    {
        if (_process is not null)
        {
            await _process.SignalAsync("KILL");
            await _process.DisposeAsync();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        log.Dispose();
    }
}
