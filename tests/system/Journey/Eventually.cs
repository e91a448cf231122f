using System.Diagnostics;

namespace TicketBooking.Journey;

/// <summary>Asks again until the answer is right: what travels by messages arrives a little later.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public static async Task<T> GetAsync<T>(Func<CancellationToken, Task<T>> ask, Func<T, bool> isRight)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var began = Stopwatch.GetTimestamp();
        object? last = null;
        while (!deadline.IsCancellationRequested)
        {
            try
            {
                var answer = await ask(deadline.Token);
                if (isRight(answer))
                {
                    return answer;
                }

                last = answer;
                await Task.Delay(Interval, deadline.Token);
            }
            catch (HttpRequestException e)
            {
                // The part that would answer is being restarted.
                last = e.Message;
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
            }
        }

        throw new TimeoutException($"Not right after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; the last answer was {last}");
    }
}
