using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using TicketBooking.EdgeBenchmark.Live;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>People who log in, browse, hold seats and watch them, each from an address of their own and as often as people do.</summary>
internal sealed partial class Users : IAsyncDisposable
{
    private const int Buyers = 10;
    private const int Watchers = 4;
    private const int SeatsPerRow = 100;

    /// <summary>Attackers take seats before it.</summary>
    private const int FirstSeat = 5000;
    private const int FreeSeats = 5000;
    private const double LogInsPerSecond = 2;
    private const double ReadsPerSecond = 20;
    private const double HoldsPerSecond = 5;

    /// <summary>Long enough to be seen by those who watch, who are told the last status only.</summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(2);

    private readonly Stage[] _buyers;
    private readonly Listener[] _watchers;
    private readonly string _eventId;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, long> _held = new(StringComparer.Ordinal);
    private readonly Task _watching;
    private volatile Probe _streams = new("streams");
    private readonly ConcurrentQueue<Task> _releases = new();
    private int _nextSeat;

    private Users(Stage[] buyers, Listener[] watchers, string eventId)
    {
        (_buyers, _watchers, _eventId) = (buyers, watchers, eventId);
        _watching = Task.WhenAll(watchers.Select(watcher => watcher.ListenAsync(OnData, _stop.Token)));
    }

    public static async Task<Users> OpenAsync(Uri gateway, string eventId)
    {
        var buyers = new Stage[Buyers];
        for (var n = 0; n < Buyers; n++)
        {
            buyers[n] = await Stage.RegisterAsync(gateway, AddressOf(1, n + 1));
        }

        var watchers = Enumerable.Range(1, Watchers).Select(_ => new Listener()).ToArray();
        for (var n = 0; n < Watchers; n++)
        {
            await watchers[n].OpenAsync(gateway, $"/api/v1/seat/sse/events/{eventId}/seats", AddressOf(2, n + 1));
        }

        return new Users(buyers, watchers, eventId);
    }

    /// <summary>Logins, browsing, holds and streams; nothing is measured yet.</summary>
    public static Probe[] NewProbes() => [new("logins"), new("browsing"), new("holds"), new("streams")];

    /// <summary>Adds to what was measured.</summary>
    public async Task AskAsync(Probe[] probes, TimeSpan duration)
    {
        var (logins, browsing, holds, streams) = (probes[0], probes[1], probes[2], probes[3]);
        _streams = streams;
        await Task.WhenAll(
            logins.RunAsync(LogInsPerSecond, duration, n => Buyer(n).LogInAsync()),
            browsing.RunAsync(ReadsPerSecond, duration, n => Buyer(n).ReadAsync(n % 2 == 0 ? $"/api/v1/event/{_eventId}" : "/api/v1/search/events?q=benchmark")),
            holds.RunAsync(HoldsPerSecond, duration, n => HoldAsync(Buyer(n))));
        await holds.WaitForAsync(_releases);
        if (_watching.IsCompleted)
        {
            streams.Fail("stream ended");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Array.ForEach(_watchers, watcher => watcher.Dispose());
        Array.ForEach(_buyers, buyer => buyer.Dispose());
        _stop.Dispose();
    }

    private static IPAddress AddressOf(int network, int host) => new([127, 3, (byte)network, (byte)host]);

    private Stage Buyer(int n) => _buyers[n % _buyers.Length];

    /// <summary>The seat is released later, which is not measured: a buyer may hold few at a time.</summary>
    private async Task HoldAsync(Stage buyer)
    {
        var n = Interlocked.Increment(ref _nextSeat);
        var seat = SeatNumbers.Of(FirstSeat + (n % FreeSeats), SeatsPerRow);
        _held[seat] = Stopwatch.GetTimestamp();
        _releases.Enqueue(ReleaseAsync(buyer, await buyer.HoldAsync(_eventId, seat)));
    }

    private static async Task ReleaseAsync(Stage buyer, string hold)
    {
        await Task.Delay(HeldFor, CancellationToken.None);
        await buyer.ReleaseAsync(hold);
    }

    private void OnData(string line)
    {
        foreach (Match match in SeatNumber().Matches(line))
        {
            if (_held.TryGetValue(match.Groups[1].Value, out var asked))
            {
                _streams.Times.Add(Stopwatch.GetElapsedTime(asked));
            }
        }
    }

    [GeneratedRegex("\"seatNumber\":\"([A-Z]+[0-9]+)\",\"status\":\"HELD\"")]
    private static partial Regex SeatNumber();
}
