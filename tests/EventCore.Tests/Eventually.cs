using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>Waits for a condition that somebody else brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public static async Task EqualsAsync<T>(T expected, Func<Task<T>> actual)
    {
        using var patience = new CancellationTokenSource(Longest);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        T last;
        do
        {
            last = await actual();
        }
        while (!Equals(expected, last) && !patience.IsCancellationRequested && await pause.WaitForNextTickAsync(CancellationToken.None));
        Assert.Equal(expected, last);
    }
}
