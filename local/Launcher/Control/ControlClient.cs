using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TicketBooking.Launcher.Control;

/// <summary>Sends a command to the launcher that runs on the same data directory.</summary>
internal static class ControlClient
{
    /// <returns>The exit code: 0 when the command was carried out.</returns>
    public static async Task<int> SendAsync(LauncherOptions options)
    {
        if (options.Command is [RunCommand.Word, var app, ..])
        {
            var plan = await AskAsync(options.DataDirectory, $"{RunCommand.PlanWord} {app}");
            return plan.StartsWith(Commands.Refused, StringComparison.Ordinal)
                ? throw new UserException(plan)
                : await RunCommand.RunAsync(plan, options.Command.Skip(2));
        }

        var answer = await AskAsync(options.DataDirectory, string.Join(' ', options.Command));
        Console.WriteLine(answer);
        return answer.StartsWith(Commands.Refused, StringComparison.Ordinal) ? 1 : 0;
    }

    private static async Task<string> AskAsync(string dataDirectory, string command)
    {
        var file = ControlServer.FileIn(dataDirectory);
        if (!File.Exists(file))
        {
            throw new UserException($"No system runs on {dataDirectory}.");
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture));
            await using var stream = client.GetStream();
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{Secrets.LoadOrCreate(dataDirectory).ControlToken} {command}\n"));
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync();
        }
        catch (SocketException e)
        {
            throw new UserException($"The system on {dataDirectory} does not answer ({e.Message}); it was probably killed. Start it again.");
        }
    }
}
