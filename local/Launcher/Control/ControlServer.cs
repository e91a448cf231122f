using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TicketBooking.Launcher.Control;

/// <summary>
/// Takes commands from another launcher process: one line "token command", answered by text. It listens on a loopback
/// port written to a private file of the data directory.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Commands _commands;
    private readonly string _token;
    private readonly string _file;
    private readonly Task _serving;

    public ControlServer(Commands commands, string token, string dataDirectory)
    {
        (_commands, _token, _file) = (commands, token, FileIn(dataDirectory));
        _listener.Start();
        using (var file = new StreamWriter(_file, PrivateFile.Create()))
        {
            file.Write(((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        }

        _serving = ServeAsync();
    }

    public static string FileIn(string dataDirectory) => Path.Combine(dataDirectory, "control.port");

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client);
            }
        }
        catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or SocketException)
        {
            // Told to stop.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            await using var writer = new StreamWriter(stream);
            var line = await reader.ReadLineAsync(_stop.Token) ?? "";
            await writer.WriteAsync(line.StartsWith(_token + " ", StringComparison.Ordinal)
                ? await _commands.RunAsync(line[(_token.Length + 1)..], _stop.Token)
                : "refused: wrong token");
        }
        catch (IOException)
        {
            // The client went away without waiting for its answer; the command was run.
        }
    }
}
