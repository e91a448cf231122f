using TicketBooking.Sidecar.Lock;
using Xunit;
using Status = TicketBooking.Sidecar.Wire.UnlockResponse.Types.Status;

namespace TicketBooking.Sidecar.Conformance.Embedded;

public sealed class ExpiryTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_lock_ends_with_its_time_to_live()
    {
        var locks = new LockTable(_time);
        Assert.True(locks.TryTake("seat", "alice", TimeSpan.FromSeconds(10)));

        _time.Now += TimeSpan.FromSeconds(9);
        Assert.False(locks.TryTake("seat", "bob", TimeSpan.FromSeconds(10)));
        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(Status.LockDoesNotExist, locks.Release("seat", "alice"));

        Assert.True(locks.TryTake("seat", "bob", TimeSpan.FromSeconds(10)));
        Assert.Equal(Status.LockBelongsToOthers, locks.Release("seat", "alice"));
    }

    [Fact]
    public void The_expiry_of_a_released_lock_does_not_end_the_next_one()
    {
        var locks = new LockTable(_time);
        locks.TryTake("seat", "alice", TimeSpan.FromSeconds(10));
        locks.Release("seat", "alice");
        _time.Now += TimeSpan.FromSeconds(5);
        locks.TryTake("seat", "bob", TimeSpan.FromSeconds(10));

        _time.Now += TimeSpan.FromSeconds(6);

        Assert.False(locks.TryTake("seat", "carol", TimeSpan.FromSeconds(10)));
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
