using System.Collections.Concurrent;
using System.Diagnostics;

namespace TicketBooking.OnSale.Ratio;

/// <summary>Clients that each ask again when they are answered.</summary>
internal sealed class ClosedLoop(int clients)
{
    private readonly ConcurrentDictionary<string, int> _others = new(StringComparer.Ordinal);
    private int _turns = -1;

    public Histogram Times { get; private set; } = new();

    /// <summary>Answers that were not expected.</summary>
    public IReadOnlyDictionary<string, int> Others => _others;

    /// <param name="duration">How long clients begin to ask.</param>
    /// <param name="ask">Gets the number of the turn, which no other has; returns null when it ended as expected, else how.</param>
    /// <returns>How many ended as expected each second.</returns>
    public async Task<double> RunAsync(TimeSpan duration, Func<int, Task<string?>> ask)
    {
        (Times, var clock) = (new(), Stopwatch.StartNew());
        _others.Clear();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < duration)
            {
                var began = clock.Elapsed;
                if (await ask(Interlocked.Increment(ref _turns)) is { } other)
                {
                    _others.AddOrUpdate(other, 1, static (_, count) => count + 1);
                }
                else
                {
                    Times.Add(clock.Elapsed - began);
                }
            }
        })));
        return Times.Count / clock.Elapsed.TotalSeconds;
    }
}
