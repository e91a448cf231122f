using System.Collections.Concurrent;
using TicketBooking.ChildProcesses;

namespace TicketBooking.EmbeddedPostgres;

/// <summary>The running server process of a cluster.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Ready = "database system is ready to accept connections";
    private const string FastShutdown = "INT";
    private const string ImmediateShutdown = "QUIT";
    private readonly GuardedProcess _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _firstWords = new();
    private readonly Action<string> _log;

    private PostgresServer(PostgresBinaries binaries, PostgresOptions options, UnixUser? user, int port)
    {
        _log = options.Log;
        Port = port;
        _process = GuardedProcess.Start(
            new ChildCommand(binaries.Postgres, ServerArguments.For(options, port))
            {
                RunAs = user,
                WorkingDirectory = options.DataDirectory,
                Goodbye = options.Durable ? FastShutdown : ImmediateShutdown,
                DeleteAfterwards = options.Durable ? null : options.DataDirectory,
            },
            Listen);
    }

    public int Port { get; }

    public GuardedProcess Process => _process;

    /// <summary>Completes when the server accepts connections.</summary>
    /// <exception cref="PostgresStartException">It ended instead.</exception>
    public static async Task<PostgresServer> StartAsync(
        PostgresBinaries binaries, PostgresOptions options, UnixUser? user, CancellationToken cancellationToken)
    {
        var server = new PostgresServer(binaries, options, user, options.Port == 0 ? FreePort.Find() : options.Port);
        try
        {
            await Task.WhenAny(server._ready.Task, server._process.Exited).WaitAsync(cancellationToken);
            return server._ready.Task.IsCompleted ? server : throw server.Refusal();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the server as a crash would, and leaves no process behind.</summary>
    public async Task CrashAsync()
    {
        await _process.SignalAsync(ImmediateShutdown);
        await _process.Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(TimeSpan.FromSeconds(60));
        await _process.DisposeAsync();
    }

    private void Listen(string line)
    {
        _log(line);
        if (line.EndsWith(Ready, StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
        else if (!_ready.Task.IsCompleted)
        {
            _firstWords.Enqueue(line);
        }
    }

    private PostgresStartException Refusal() =>
        new($"PostgreSQL did not start on port {Port}: {string.Join(Environment.NewLine, _firstWords)}");
}
