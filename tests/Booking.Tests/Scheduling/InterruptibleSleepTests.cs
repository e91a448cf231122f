using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Scheduling;
using Xunit;

namespace TicketBooking.Booking.Tests.Scheduling;

public sealed class InterruptibleSleepTests
{
    [Fact]
    public async Task A_wake_up_before_the_first_sleep_is_not_lost()
    {
        using var signal = new WebhookSignal(TimeProvider.System);
        signal.Stored();

        await signal.SleepAsync(TimeSpan.FromHours(1), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(-5, 100)]
    [InlineData(0, 100)]
    [InlineData(20, 20)]
    [InlineData(60_000, 30_000)]
    public void What_is_due_but_left_to_another_instance_is_not_asked_for_without_a_pause(int dueMilliseconds, int pauseMilliseconds) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(pauseMilliseconds),
            InterruptibleSleep.PauseUntil(TimeSpan.FromMilliseconds(dueMilliseconds), TimeSpan.FromSeconds(30)));
}
