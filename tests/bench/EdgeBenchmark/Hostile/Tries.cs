using System.Net.Sockets;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>Begins so many tries a second, whatever becomes of them, and counts what does.</summary>
internal sealed class Tries(int perSecond) : IDisposable
{
    /// <summary>This part of the places: those whose try has just ended begin another.</summary>
    private const double MostlyFull = 0.9;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _due = new(0);
    private int _begun;
    private int _places;
    private int _underWay;
    private int _looks;
    private int _looksWhenFull;
    private int _served;
    private int _refused;
    private int _cut;

    public void Served() => Interlocked.Increment(ref _served);

    public void Refused() => Interlocked.Increment(ref _refused);

    public void Cut() => Interlocked.Increment(ref _cut);

    /// <summary>What was done so far.</summary>
    public TriesDone Done(TimeSpan elapsed) => new(elapsed, _begun, _served, _refused, _cut, _looksWhenFull / (double)Math.Max(1, _looks));

    /// <summary>Lets tries begin when they are due. Those of a second at most are made up for.</summary>
    public async Task PaceAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Tick);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var given = 0L; !stop.IsCancellationRequested; await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            _looks++;
            _looksWhenFull += Volatile.Read(ref _underWay) >= MostlyFull * Math.Max(1, Volatile.Read(ref _places)) ? 1 : 0;
            var now = (long)(clock.Elapsed.TotalSeconds * perSecond);
            var more = (int)Math.Min(now - given, perSecond - _due.CurrentCount);
            given = now;
            if (more > 0)
            {
                _due.Release(more);
            }
        }
    }

    /// <summary>So many at the same time, each again and again.</summary>
    public Task GoOnAsync(int atOnce, Func<int, Task> tryAsync, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, atOnce).Select(n => GoOnUntilAsync(() => false, () => tryAsync(n), stop)));

    /// <summary>One after the other.</summary>
    public async Task GoOnUntilAsync(Func<bool> isEnough, Func<Task> tryAsync, CancellationToken stop)
    {
        Interlocked.Increment(ref _places);
        while (!stop.IsCancellationRequested && !isEnough())
        {
            try
            {
                await _due.WaitAsync(stop);
                Interlocked.Increment(ref _begun);
                Interlocked.Increment(ref _underWay);
                await RunAsync(tryAsync);
            }
            catch (HttpRequestException exception) when (exception.StatusCode is not null)
            {
                Refused();
            }
            catch (Exception exception) when (exception is SocketException or HttpRequestException or IOException)
            {
                Cut();
            }
            catch (OperationCanceledException)
            {
                // It ends, or had no answer for long.
            }
        }

        Interlocked.Decrement(ref _places);
    }

    public void Dispose() => _due.Dispose();

    private async Task RunAsync(Func<Task> tryAsync)
    {
        try
        {
            await tryAsync();
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
