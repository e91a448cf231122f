namespace TicketBooking.Booking.Faults.Kills;

/// <summary>Waits for what others bring about.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="whyNot">Null when it has come about, else what is missing.</param>
    /// <exception cref="TimeoutException">It never came about.</exception>
    public static async Task UntilAsync(Func<Task<string?>> whyNot)
    {
        using var limit = new CancellationTokenSource(Longest);
        using var pause = new PeriodicTimer(Pause);
        while (await whyNot() is { } missing)
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException(missing);
            }

            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
