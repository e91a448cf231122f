using System.Collections.Concurrent;
using System.Diagnostics;

namespace TicketBooking.OnSale.Selling;

/// <summary>Everything that happened in a run, by outcome and second.</summary>
internal sealed class Record(int seconds)
{
    public const string Held = "held";
    public const string Sold = "sold";
    public const string RefusedBegin = "refused: ";
    public const string Limited = "limited";
    public const string ErrorBegin = "error: ";

    private readonly ConcurrentDictionary<string, Outcome> _outcomes = new(StringComparer.Ordinal);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _arrived;
    private int _left;

    /// <summary>Of the run.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Returns when it is that time, at once when it has passed.</summary>
    public async Task UntilAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        if (due - Now is { Ticks: > 0 } left)
        {
            await Task.Delay(left, cancellationToken);
        }
    }

    public int Arrived => Volatile.Read(ref _arrived);

    /// <summary>Buyers that came and have not left.</summary>
    public int Present => Arrived - Volatile.Read(ref _left);

    public IReadOnlyDictionary<string, Outcome> Outcomes => _outcomes;

    public void Arrive() => Interlocked.Increment(ref _arrived);

    public void Leave() => Interlocked.Increment(ref _left);

    /// <param name="outcome">Its name.</param>
    /// <param name="due">When the buyer meant to begin.</param>
    public void Add(string outcome, TimeSpan due)
    {
        var now = Now;
        _outcomes.GetOrAdd(outcome, static (_, most) => new(most), seconds).Add((int)now.TotalSeconds, now - due);
    }

    /// <summary>How many ended so in that second, of all outcomes whose name begins so.</summary>
    public long CountIn(int second, string begin) =>
        second < 0 ? 0 : _outcomes.Where(outcome => outcome.Key.StartsWith(begin, StringComparison.Ordinal)).Sum(outcome => outcome.Value.CountIn(second));

    public long Count(string begin) =>
        _outcomes.Where(outcome => outcome.Key.StartsWith(begin, StringComparison.Ordinal)).Sum(outcome => outcome.Value.Times.Count);
}
