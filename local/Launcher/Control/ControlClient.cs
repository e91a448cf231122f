using System.IO.Pipes;

namespace TicketBooking.Launcher.Control;

/// <summary>Sends a command to the launcher that runs on the same data directory.</summary>
internal static class ControlClient
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(2);

    /// <returns>The exit code: 0 when the command was carried out.</returns>
    public static async Task<int> SendAsync(string dataDirectory, string command)
    {
        var answer = await AskAsync(dataDirectory, command);
        Console.WriteLine(answer);
        return answer.StartsWith(Commands.Refused, StringComparison.Ordinal) ? 1 : 0;
    }

    /// <exception cref="UserException">No system runs there, or it ended before it answered.</exception>
    public static async Task<string> AskAsync(string dataDirectory, string command)
    {
        if (!DataLock.IsTaken(dataDirectory))
        {
            throw new UserException($"No system runs on {dataDirectory}.");
        }

        await using var pipe = new NamedPipeClientStream(
            ".", ControlServer.PipeOf(dataDirectory), PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.ConnectAsync(GiveUpAfter, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            throw new UserException($"The system on {dataDirectory} does not answer.");
        }

        using var reader = new StreamReader(pipe);
        await using var writer = new StreamWriter(pipe, leaveOpen: true) { AutoFlush = true };
        await writer.WriteLineAsync(command);
        return await reader.ReadToEndAsync() is { Length: > 0 } answer ? answer : throw new UserException($"The system on {dataDirectory} ended before it answered.");
    }
}
