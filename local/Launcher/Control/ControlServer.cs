using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;

namespace TicketBooking.Launcher.Control;

/// <summary>Takes commands from another launcher process of the same user, through a pipe named after the data directory: a line, answered by text. Answers several at once.</summary>
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

    private static NamedPipeServerStream Listen(string pipe) => new(
        pipe,
        PipeDirection.InOut,
        NamedPipeServerStream.MaxAllowedServerInstances,
        PipeTransmissionMode.Byte,
        PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);

    private async Task ServeAsync(string pipe)
    {
        var (next, answering) = (Listen(pipe), new List<Task>());
        while (!_stop.IsCancellationRequested)
        {
            var server = next;
            var connected = server.WaitForConnectionAsync(_stop.Token);
            await connected.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Before this one ends: with none left, clients that come now would be turned away.
            next = Listen(pipe);
            answering.RemoveAll(answer => answer.IsCompleted);
            answering.Add(connected.IsCompletedSuccessfully ? AnswerAsync(server) : server.DisposeAsync().AsTask());
        }

        await next.DisposeAsync();
        await Task.WhenAll(answering);
    }

    private async Task AnswerAsync(NamedPipeServerStream client)
    {
        await using var closed = client;
        try
        {
            using var reader = new StreamReader(client);
            await using var writer = new StreamWriter(client);
            await writer.WriteAsync(await _commands.RunAsync(await reader.ReadLineAsync(_stop.Token) ?? "", _stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Told to stop, or the client went away without waiting for its answer; the command was run.
        }
    }
}
