using Microsoft.Extensions.DependencyInjection;
using TicketBooking.Contracts;
using TicketBooking.Gateway.Live;
using Xunit;

namespace TicketBooking.Gateway.Tests.Live;

/// <summary>What listeners of a large event keep in memory.</summary>
public sealed class FirstFramesTests
{
    private readonly LiveState _state = new(Guid.CreateVersion7(), replayBatches: 10);
    private readonly FirstFrames _first;

    public FirstFramesTests()
    {
        _first = new FirstFrames(_state);
        var held = Enumerable.Range(0, 20_000).Select(n => "Stalls/AA" + n).ToArray();
        _state.CatchUp(new SeatFeed(Guid.CreateVersion7(), 0, new SeatFeedReset(held, []), []), asked: -1);
    }

    [Fact]
    public void Listeners_of_a_large_event_share_one_snapshot_and_the_frames_since()
    {
        var one = _first.For(null);
        var changes = Change();

        var two = _first.For(null);

        Assert.Equal([Assert.Single(one), changes], two, ReferenceEqualityComparer.Instance);
        Assert.Equal(1, _first.LargeSnapshots);
    }

    [Fact]
    public void A_listener_that_missed_a_great_deal_gets_the_shared_frames_after_its_last_one()
    {
        _first.For(null);
        var seen = Change();
        var missed = new[] { Change(seats: 2000), Change() };

        Assert.Equal(missed, _first.For(seen.Seq), ReferenceEqualityComparer.Instance);
    }

    [Fact]
    public void A_snapshot_is_made_anew_when_the_frames_since_are_half_of_it_or_many()
    {
        _first.For(null);
        for (var n = 0; n < 3; n++)
        {
            Change(seats: 3000);
        }

        Assert.Single(_first.For(null));
        for (var n = 0; n < 300; n++)
        {
            Change();
        }

        Assert.InRange(_first.For(null).Count, 1, 257);
        Assert.Equal(3, _first.LargeSnapshots);
    }

    [Fact]
    public void A_page_is_not_taken_back_to_the_shared_snapshot()
    {
        _first.For(null);
        Change();
        Change(seats: 2000);

        // Half of the last frame, as another gateway has sent it.
        _state.Receive(new SeatFeedBatch(_state.Known + 1, Changes(2000)));
        _state.Receive(new SeatFeedBatch(_state.Known + 1, Changes(2000)));
        _first.Add(Frames.Changes(_state.Flush()!));

        Assert.Equal(_state.Sent, Assert.Single(_first.For(_state.Sent - 1)).Seq);
    }

    [Fact]
    public async Task A_snapshot_takes_the_place_of_all_that_waits()
    {
        var listener = new Listener(capacity: 2, static () => { });
        listener.QueueFirst(_first.For(null));
        Assert.True(listener.TryQueue(Change()));
        Assert.True(listener.TryQueue(Change()));
        Assert.False(listener.TryQueue(Change()));

        var snapshot = _first.Reset();
        listener.Replace(snapshot);
        listener.Complete();

        Assert.Equal(snapshot.Bytes, Assert.Single(await listener.FramesAsync(CancellationToken.None).ToListAsync()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_listener_that_still_reads_the_fifth_last_snapshot_is_disconnected(bool hasBegun)
    {
        using var provider = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();
        using var stream = new EventStream(Guid.CreateVersion7(), new LiveOptions(), provider.GetRequiredService<LiveMetrics>());
        stream.CatchUp(new SeatFeed(Guid.CreateVersion7(), 0, new SeatFeedReset([.. Changes(20_000).Select(change => change.SeatNumber)], []), []), asked: -1);
        var aborted = 0;
        var slow = new Listener(capacity: 100, () => aborted++);
        stream.TryJoin(slow, seen: null);
        await using var sending = slow.FramesAsync(CancellationToken.None).GetAsyncEnumerator();
        if (hasBegun)
        {
            await sending.MoveNextAsync();
        }

        for (var snapshot = 2; snapshot <= 5; snapshot++)
        {
            Assert.Equal(0, aborted);
            for (var n = 0; n < 3; n++)
            {
                stream.Receive([new SeatFeedBatch(stream.Known + 1, Changes(4000))]);
                stream.Flush();
            }

            stream.TryJoin(new Listener(capacity: 100, static () => { }), seen: null);
        }

        Assert.Equal(1, aborted);
    }

    private Frame Change(int seats = 1)
    {
        _state.Receive(new SeatFeedBatch(_state.Known + 1, Changes(seats)));
        var frame = Frames.Changes(_state.Flush()!);
        _first.Add(frame);
        return frame;
    }

    private static SeatFeedChange[] Changes(int seats) =>
        [.. Enumerable.Range(0, seats).Select(n => new SeatFeedChange("Stalls/AA" + n, SeatStatuses.Booked))];
}
