using System.Net.Sockets;
using System.Text;
using TicketBooking.EdgeBenchmark.Live;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>One thing that one machine may do to everybody else.</summary>
/// <param name="Name">On the command line.</param>
/// <param name="What">For the reader of the results.</param>
/// <param name="RunAsync">Attacks until it is told to stop. Refusals and cut connections are what it expects; it goes on.</param>
internal sealed record Attack(string Name, string What, Func<Target, Tries, CancellationToken, Task> RunAsync)
{
    /// <summary>More than the gateway lets one network have, so that some are free to try again at any time.</summary>
    private const int Connections = 1500;

    private const int Accounts = 40;

    /// <summary>A receiver that takes no more than this before it reads.</summary>
    private const int SmallestWindow = 4096;

    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(500);

    public static IReadOnlyList<Attack> All { get; } =
    [
        new("slow-bodies", "logins that send a byte every half second", (target, tries, stop) =>
            EachAsync(target, tries, (socket, _) => SendSlowlyAsync(socket, tries, stop), stop)),
        new("slow-readers", "requests for a map that is never read", (target, tries, stop) => EachAsync(
            target, tries, (socket, _) => AskAndIgnoreAsync(socket, target, $"/api/v1/seat/map/{target.SmallEvent}", "", tries, stop), stop)),
        new("big-maps", "requests for a map of 200,000 seats that is never read, half of them for plain JSON", (target, tries, stop) => EachAsync(
            target,
            tries,
            (socket, n) => AskAndIgnoreAsync(
                socket, target, $"/api/v1/seat/map/{target.LargeEvent}", n % 2 == 0 ? "" : "Accept-Encoding: gzip\r\n", tries, stop),
            stop)),
        new("many-streams", "live streams that are never read", (target, tries, stop) => EachAsync(
            target, tries, (socket, _) => AskAndIgnoreAsync(socket, target, $"/api/v1/seat/sse/events/{target.SmallEvent}/seats", "", tries, stop), stop)),
        new("many-accounts", $"{Accounts} accounts that hold seats, search and read", ManyAccountsAsync),
        new("many-seats", "an account that creates events of 200,000 seats", ManySeatsAsync),
    ];

    public static Attack Named(string name) => All.Single(attack => attack.Name == name);

    /// <summary>So many connections at a time; each that ends is made again.</summary>
    private static Task EachAsync(Target target, Tries tries, Func<Socket, int, Task> useAsync, CancellationToken stop) => tries.GoOnAsync(
        Connections,
        async n =>
        {
            using var socket = await LocalAddress.ConnectAsync(target.Attacker, target.Gateway.Port, stop);
            // A reset: without it the attacker would run out of ports in seconds.
            socket.LingerState = new(enable: true, seconds: 0);
            await useAsync(socket, n);
        },
        stop);

    private static async Task SendSlowlyAsync(Socket socket, Tries tries, CancellationToken stop)
    {
        await socket.SendAsync(
            Encoding.ASCII.GetBytes("POST /api/v1/auth/login HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{"), stop);
        var answered = ReadStatusAsync(socket, tries, stop);
        while (await Task.WhenAny(answered, Task.Delay(BetweenBytes, stop)) != answered)
        {
            await socket.SendAsync(" "u8.ToArray(), stop);
        }

        await answered;
    }

    /// <summary>Reads the status, and no more, until the connection is cut.</summary>
    private static async Task AskAndIgnoreAsync(Socket socket, Target target, string path, string headers, Tries tries, CancellationToken stop)
    {
        socket.ReceiveBufferSize = SmallestWindow;
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {target.Gateway.Authority}\r\n{headers}\r\n"), stop);
        var isOpen = await ReadStatusAsync(socket, tries, stop);
        var next = new byte[1];
        while (isOpen)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
            isOpen = await socket.ReceiveAsync(next, SocketFlags.Peek, stop) > 0;
        }
    }

    /// <returns>Whether it is 200.</returns>
    private static async Task<bool> ReadStatusAsync(Socket socket, Tries tries, CancellationToken stop)
    {
        var status = new byte["HTTP/1.1 200".Length];
        if (await socket.ReceiveAsync(status, stop) < status.Length)
        {
            tries.Cut();
            return false;
        }

        var isServed = status.AsSpan().EndsWith("200"u8);
        (isServed ? (Action)tries.Served : tries.Refused)();
        return isServed;
    }

    /// <summary>All accounts are made at once, and each is used as soon as it is there; until then a stranger asks.</summary>
    private static async Task ManyAccountsAsync(Target target, Tries tries, CancellationToken stop)
    {
        using var stranger = Stage.Stranger(target.Gateway, target.Attacker);
        var accounts = new Stage?[Accounts];
        var making = accounts.Select((_, n) => tries.GoOnUntilAsync(
            () => accounts[n] is not null,
            async () =>
            {
                accounts[n] = await Stage.RegisterAsync(target.Gateway, target.Attacker);
                tries.Served();
            },
            stop)).ToList();
        await tries.GoOnAsync(
            Connections,
            async n =>
            {
                var account = accounts[n % Accounts];
                await ((account is null ? 1 : n / Accounts % 3) switch
                {
                    0 => account!.HoldAsync(target.SmallEvent, $"A{(n % Accounts) + 1}"),
                    1 => (account ?? stranger).ReadAsync("/api/v1/search/events?q=a"),
                    _ => account!.ReadAsync($"/api/v1/seat/availableSeats?eventId={target.SmallEvent}"),
                });
                tries.Served();
            },
            stop);
        await Task.WhenAll(making);
        Array.ForEach(accounts, account => account?.Dispose());
    }

    private static async Task ManySeatsAsync(Target target, Tries tries, CancellationToken stop)
    {
        using var account = await Stage.RegisterAsync(target.Gateway, target.Attacker);
        await tries.GoOnAsync(
            Connections,
            async _ =>
            {
                await account.BeginEventAsync(rows: 2000, seatsPerRow: 100);
                tries.Served();
            },
            stop);
    }
}
