using TicketBooking.ChildProcesses;
using Xunit;

namespace TicketBooking.Testing;

/// <summary>A private, empty redis-server for one test class, on a port and in a folder of its own. It keeps nothing and ends with the test.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private static readonly string? Program = InstalledProgram.Find("redis-server");

    private GuardedProcess? _process;

    /// <summary>Why there is none; null when there is one.</summary>
    public static string? SkipReason => Program is null ? "redis-server is not installed." : null;

    /// <summary>Host and port; empty without a server.</summary>
    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        var (port, folder) = (Ports.Next(), Directory.CreateTempSubdirectory("ticket-booking-redis-").FullName);
        var command = new ChildCommand(Program, "--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no")
        {
            DeleteAfterwards = folder,
        };
        _process = await InstalledProgram.StartAsync(command, ready: "Ready to accept connections");
        Address = $"127.0.0.1:{port}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
