using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;

namespace TicketBooking.Launcher.Control;

/// <summary>Takes commands from another launcher process of the same user, through a pipe named after the data directory: a line, answered by text.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Commands _commands;
    private readonly Task _serving;

    public ControlServer(Commands commands, string dataDirectory)
    {
        _commands = commands;
        _serving = ServeAsync(PipeOf(dataDirectory));
    }

    public static string PipeOf(string dataDirectory) =>
        "ticket-booking-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataDirectory)).AsSpan(0, 8));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(string pipe)
    {
        while (!_stop.IsCancellationRequested)
        {
            await using var server = new NamedPipeServerStream(
                pipe, PipeDirection.InOut, maxNumberOfServerInstances: 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            try
            {
                await server.WaitForConnectionAsync(_stop.Token);
                using var reader = new StreamReader(server);
                await using var writer = new StreamWriter(server);
                await writer.WriteAsync(await _commands.RunAsync(await reader.ReadLineAsync(_stop.Token) ?? "", _stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or UnauthorizedAccessException)
            {
                // Told to stop; or the client went away without waiting for its answer, or is another user.
            }
        }
    }
}
