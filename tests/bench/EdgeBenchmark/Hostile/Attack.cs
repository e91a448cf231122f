using System.Net.Sockets;
using System.Text;
using TicketBooking.EdgeBenchmark.Live;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>One thing that one machine may do to everybody else.</summary>
/// <param name="Name">On the command line.</param>
/// <param name="What">For the reader of the results.</param>
/// <param name="RunAsync">Attacks until it is told to stop. Refusals and cut connections are what it expects; it goes on.</param>
internal sealed record Attack(string Name, string What, Func<Target, CancellationToken, Task> RunAsync)
{
    private const int Connections = 500;
    private const int MapConnections = 60;
    private const int Accounts = 40;

    /// <summary>A receiver that takes no more than this before it reads.</summary>
    private const int SmallestWindow = 4096;

    /// <summary>An attacker tries again at once, but this one shares its processors with those it attacks.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    public static IReadOnlyList<Attack> All { get; } =
    [
        new("slow-bodies", $"{Connections} logins that send a byte every half second", (target, stop) => EachAsync(Connections, target, (socket, _) => SendSlowlyAsync(socket, stop), stop)),
        new("slow-readers", $"{Connections} requests for a map that is never read", (target, stop) =>
            EachAsync(Connections, target, (socket, _) => AskAndIgnoreAsync(socket, target, $"/api/v1/seat/map/{target.SmallEvent}", "", stop), stop)),
        new("big-maps", $"{MapConnections} requests for a map of 200,000 seats that is never read, half of them for plain JSON", (target, stop) =>
            EachAsync(
                MapConnections,
                target,
                (socket, n) => AskAndIgnoreAsync(
                    socket, target, $"/api/v1/seat/map/{target.LargeEvent}", n % 2 == 0 ? "" : "Accept-Encoding: gzip\r\n", stop),
                stop)),
        new("many-streams", $"{Connections} live streams that are never read", (target, stop) =>
            EachAsync(
                Connections, target, (socket, _) => AskAndIgnoreAsync(socket, target, $"/api/v1/seat/sse/events/{target.SmallEvent}/seats", "", stop), stop)),
        new("many-accounts", $"{Accounts} accounts that hold seats, search and read without a pause", ManyAccountsAsync),
        new("many-seats", "an account that creates events of 200,000 seats until it is refused", ManySeatsAsync),
    ];

    /// <summary>So many connections at a time; each that ends is made again.</summary>
    private static Task EachAsync(int connections, Target target, Func<Socket, int, Task> useAsync, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(n => AgainAsync(
            async () =>
            {
                using var socket = await LocalAddress.ConnectAsync(target.Attacker, target.Gateway.Port, stop);
                await useAsync(socket, n);
            },
            stop)));

    private static async Task AgainAsync(Func<Task> actAsync, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await TryAsync(actAsync);
        }
    }

    private static async Task TryAsync(Func<Task> actAsync)
    {
        try
        {
            await actAsync();
        }
        catch (Exception exception) when (exception is SocketException or HttpRequestException or OperationCanceledException)
        {
            // Refused or cut, which is what an attacker expects.
            await Task.Delay(Again, CancellationToken.None);
        }
    }

    private static async Task SendSlowlyAsync(Socket socket, CancellationToken stop)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{"));
        while (socket.Available == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), stop);
            await socket.SendAsync(" "u8.ToArray());
        }
    }

    /// <summary>Reads the status, and no more, until the connection is cut.</summary>
    private static async Task AskAndIgnoreAsync(Socket socket, Target target, string path, string headers, CancellationToken stop)
    {
        socket.ReceiveBufferSize = SmallestWindow;
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {target.Gateway.Authority}\r\n{headers}\r\n"), stop);
        var status = new byte["HTTP/1.1 200".Length];
        var isOpen = await socket.ReceiveAsync(status, stop) == status.Length && status.AsSpan().EndsWith("200"u8);
        while (isOpen)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
            isOpen = await socket.ReceiveAsync(status, SocketFlags.Peek, stop) > 0;
        }
    }

    private static async Task ManyAccountsAsync(Target target, CancellationToken stop)
    {
        var accounts = new List<Stage>();
        while (accounts.Count < Accounts && !stop.IsCancellationRequested)
        {
            await TryAsync(async () => accounts.Add(await Stage.RegisterAsync(target.Gateway, target.Attacker)));
        }

        await Task.WhenAll(accounts.Select((account, n) => Task.WhenAll(
            AgainAsync(() => account.HoldAsync(target.SmallEvent, $"A{n + 1}"), stop),
            AgainAsync(() => account.ReadAsync("/api/v1/search/events?q=a"), stop),
            AgainAsync(() => account.ReadAsync($"/api/v1/seat/availableSeats?eventId={target.SmallEvent}"), stop))));
        accounts.ForEach(account => account.Dispose());
    }

    private static async Task ManySeatsAsync(Target target, CancellationToken stop)
    {
        using var account = await Stage.RegisterAsync(target.Gateway, target.Attacker);
        await AgainAsync(() => account.BeginEventAsync(rows: 2000, seatsPerRow: 100), stop);
    }
}
