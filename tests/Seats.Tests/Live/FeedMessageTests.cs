using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Seats.Live;
using Xunit;

namespace TicketBooking.Seats.Tests.Live;

public sealed class FeedMessageTests
{
    private static readonly Guid One = Guid.CreateVersion7();
    private static readonly Guid Other = Guid.CreateVersion7();

    [Fact]
    public void Batches_that_wait_are_one_message_of_each_event_and_keep_their_numbers()
    {
        var messages = FeedMessages.Gather([Batch(One, 8), Batch(Other, 3), Batch(One, 7), Batch(One, 9)]).ToList();

        Assert.Equal(2, messages.Count);
        Assert.Equal([7, 8, 9], Seqs(Assert.Single(messages, message => message.EventId == One)));
        Assert.Null(Assert.Single(messages, message => message.EventId == Other).Before);
    }

    [Fact]
    public void A_message_stays_below_what_a_broker_takes()
    {
        var messages = FeedMessages.Gather(Enumerable.Range(1, 40).Select(seq => Batch(One, seq, changes: 800))).ToList();

        Assert.Equal(Enumerable.Range(1, 40).Select(seq => (long)seq), messages.SelectMany(Seqs));
        Assert.All(messages, message =>
            Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.SeatFeedMessage).Length, 0, 500_000));
    }

    private static SeatFeedMessage Batch(Guid eventId, long seq, int changes = 1) => new(
        eventId, seq, [.. Enumerable.Range(1, changes).Select(number => new SeatFeedChange($"Balcony/AA{number}", SeatStatuses.Available))]);

    private static IEnumerable<long> Seqs(SeatFeedMessage message) => [.. (message.Before ?? []).Select(batch => batch.Seq), message.Seq];
}
