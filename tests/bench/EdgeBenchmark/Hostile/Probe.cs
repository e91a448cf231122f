using System.Collections.Concurrent;
using System.Diagnostics;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>How long one thing that users do takes, from the time at which it was due.</summary>
internal sealed class Probe(string name)
{
    /// <summary>How many times the quiet p99 users may wait.</summary>
    private const double MostRatio = 2;

    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    public string Name => name;

    public Histogram Times { get; } = new();

    /// <summary>For a line of text; empty when all succeeded.</summary>
    public string Failures => string.Concat(_failures.OrderBy(failure => failure.Key).Select(failure => $", {failure.Value} x {failure.Key}"));

    public bool IsWithin(Probe[] quiet) =>
        _failures.IsEmpty && Times.Percentile(99) <= MostRatio * quiet.First(other => other.Name == name).Times.Percentile(99);

    /// <summary>Asks so often, whether or not answers come, and waits for the last one.</summary>
    public async Task RunAsync(double perSecond, TimeSpan duration, Func<int, Task> ask)
    {
        var asked = new List<Task>();
        var clock = Stopwatch.StartNew();
        for (var due = TimeSpan.Zero; due < duration; due += TimeSpan.FromSeconds(1 / perSecond))
        {
            if (due > clock.Elapsed)
            {
                await Task.Delay(due - clock.Elapsed, CancellationToken.None);
            }

            asked.Add(AskAsync(due, asked.Count));
        }

        await Task.WhenAll(asked);

        async Task AskAsync(TimeSpan due, int n)
        {
            if (await SucceedsAsync(ask(n)))
            {
                Times.Add(clock.Elapsed - due);
            }
        }
    }

    /// <summary>Waits for what is not measured but must succeed.</summary>
    public async Task WaitForAsync(ConcurrentQueue<Task> others)
    {
        while (others.TryDequeue(out var other))
        {
            await SucceedsAsync(other);
        }
    }

    public void Fail(string how) => _failures.AddOrUpdate(how, 1, (_, count) => count + 1);

    private async Task<bool> SucceedsAsync(Task asked)
    {
        try
        {
            await asked;
            return true;
        }
        catch (HttpRequestException exception)
        {
            Fail(exception.StatusCode is { } status ? $"{(int)status}" : "no answer");
        }
        catch (TaskCanceledException)
        {
            Fail("no answer");
        }

        return false;
    }
}
