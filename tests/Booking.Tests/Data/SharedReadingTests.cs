using TicketBooking.Booking.Catalogue;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

public sealed class SharedReadingTests
{
    [Fact]
    public async Task All_who_come_during_a_reading_share_the_next_one()
    {
        var (readings, pause) = (0, new TaskCompletionSource());
        var reading = new SharedReading(() =>
        {
            readings++;
            return pause.Task;
        });

        var first = reading.RunAsync(CancellationToken.None);
        while (Volatile.Read(ref readings) == 0)
        {
            await Task.Yield();
        }

        var later = Enumerable.Range(0, 50).Select(_ => reading.RunAsync(CancellationToken.None)).ToArray();
        Assert.DoesNotContain(later, task => task.IsCompleted);
        pause.SetResult();
        await Task.WhenAll([first, .. later]);

        Assert.Equal(2, readings);
    }

    [Fact]
    public async Task A_reading_that_fails_fails_those_who_wait_for_it_and_no_later_ones()
    {
        var readings = 0;
        var reading = new SharedReading(() => readings++ == 0 ? throw new InvalidOperationException("away") : Task.CompletedTask);

        await Assert.ThrowsAsync<InvalidOperationException>(() => reading.RunAsync(CancellationToken.None));
        await reading.RunAsync(CancellationToken.None);

        Assert.Equal(2, readings);
    }
}
