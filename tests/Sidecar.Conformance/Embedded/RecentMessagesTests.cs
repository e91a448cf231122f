using TicketBooking.Sidecar.PubSub;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

/// <summary>Memory may stand for the log only where it has all of it.</summary>
public sealed class RecentMessagesTests
{
    private readonly RecentMessages _recent = new();

    [Fact]
    public void What_was_written_before_is_read_from_the_database()
    {
        Assert.Null(_recent.After(0, partition: null, limit: 10));

        _recent.Add([Message(7), Message(9)]);

        Assert.Null(_recent.After(5, partition: null, limit: 10));
        Assert.Equal([7, 9], Positions(6));
        Assert.Equal([9], Positions(7));
        Assert.Empty(Positions(9));
    }

    [Fact]
    public void After_a_write_whose_outcome_is_unknown_readers_ask_the_database()
    {
        _recent.Add([Message(7)]);
        _recent.Clear();
        _recent.Add([Message(9)]);

        Assert.Null(_recent.After(7, partition: null, limit: 10));
        Assert.Equal([9], Positions(8));
    }

    [Fact]
    public void What_is_too_much_is_forgotten_from_its_beginning()
    {
        for (var position = 1; position <= 10_000; position++)
        {
            _recent.Add([Message(position)]);
        }

        Assert.Null(_recent.After(0, partition: null, limit: 1));
        Assert.Equal([9_999, 10_000], Positions(9_998));
    }

    [Fact]
    public void A_message_that_is_too_much_alone_is_read_from_the_database()
    {
        _recent.Add([Message(1, bytes: 17 << 20)]);

        Assert.Null(_recent.After(0, partition: null, limit: 1));
        Assert.Empty(Positions(1));
    }

    [Fact]
    public void A_partition_has_its_own_messages()
    {
        _recent.Add([Message(1, partition: 3), Message(2, partition: 5), Message(3, partition: 3)]);

        Assert.Equal([1, 3], Positions(0, partition: 3));
        Assert.Equal([1], _recent.After(0, partition: 3, limit: 1)!.Select(message => message.Position));
    }

    private IEnumerable<long> Positions(long after, short? partition = null) => _recent.After(after, partition, limit: 10)!.Select(message => message.Position);

    private static StoredMessage Message(long position, short partition = 0, int bytes = 0) =>
        new(new("pubsub", "topic", partition, Key: null, new Dictionary<string, string>(), new byte[bytes]), position, DateTimeOffset.UnixEpoch);
}
