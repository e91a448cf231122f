using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TicketBooking.Contracts;
using TicketBooking.Gateway.Live;
using Xunit;

namespace TicketBooking.Gateway.Tests.Live;

/// <summary>Whatever the feed loses, repeats or turns round, and whenever listeners come, leave and come back: they end with the server's map.</summary>
public sealed class LiveStateProperties
{
    private const int Seats = 6;

    public sealed record Interleaving(int[] Choices);

    public static Arbitrary<Interleaving> Interleavings() =>
        Gen.Choose(0, int.MaxValue).ArrayOf(400).Select(choices => new Interleaving(choices)).ToArbitrary();

    [Property(MaxTest = 2000, Arbitrary = [typeof(LiveStateProperties)])]
    public void Any_interleaving_leaves_every_listener_with_exactly_the_servers_map(Interleaving interleaving)
    {
        var server = new ServerModel(history: 12);
        var state = new LiveState(server.EventId, replayBatches: 10);
        state.CatchUp(server.Answer(after: null), asked: -1);
        var listeners = new List<ListenerModel>();
        var onTheWay = new List<SeatFeedBatch>();
        foreach (var choice in interleaving.Choices)
        {
            Step(choice, server, state, listeners, onTheWay);
        }

        // The feed falls silent; what it lost last is found by the periodic look.
        CatchUp(server, state, listeners);
        listeners.ForEach(listener => listener.ComeBack(state));
        Assert.All(listeners, listener => Assert.Equal(server.Map, listener.Map));
        Assert.All(listeners, listener => Assert.Equal(server.Seq, listener.Seen));
    }

    private static void Step(int choice, ServerModel server, LiveState state, List<ListenerModel> listeners, List<SeatFeedBatch> onTheWay)
    {
        var (what, which) = (choice % 10, choice / 10);
        switch (what)
        {
            case 0 or 1 or 2:
                onTheWay.Add(server.Change(which));
                break;
            case 3 or 4 when onTheWay.Count > 0: // arrives, in any order
                state.Receive(onTheWay[which % onTheWay.Count]);
                onTheWay.RemoveAt(which % onTheWay.Count);
                break;
            case 5 when onTheWay.Count > 0: // arrives and will arrive again
                state.Receive(onTheWay[which % onTheWay.Count]);
                break;
            case 6 when onTheWay.Count > 0: // is lost
                onTheWay.RemoveAt(which % onTheWay.Count);
                break;
            case 7:
                Flush(state, listeners);
                break;
            case 8 when which % 4 == 0:
                CatchUp(server, state, listeners);
                break;
            case 8:
                listeners.Add(new ListenerModel(state));
                break;
            case 9 when listeners.Count > 0:
                listeners[which % listeners.Count].ComeOrGo(state);
                break;
            default:
                break;
        }
    }

    private static void Flush(LiveState state, List<ListenerModel> listeners)
    {
        if (state.Flush() is { } changes)
        {
            listeners.ForEach(listener => listener.Receive(changes));
        }
    }

    private static void CatchUp(ServerModel server, LiveState state, List<ListenerModel> listeners)
    {
        var asked = state.Known;
        if (state.CatchUp(server.Answer(asked), asked))
        {
            listeners.ForEach(listener => listener.Replace(state.Snapshot));
        }

        Flush(state, listeners);
    }

    /// <summary>The truth, with a history as short as the real one is long.</summary>
    private sealed class ServerModel(int history)
    {
        private readonly List<SeatFeedBatch> _batches = [];

        public Guid EventId { get; } = Guid.CreateVersion7();

        public long Seq => _batches.Count;

        public SortedDictionary<string, string> Map { get; } = new(StringComparer.Ordinal);

        public SeatFeedBatch Change(int choice)
        {
            var changes = Enumerable.Range(0, 1 + (choice % 2))
                .Select(n => new SeatFeedChange("A" + ((choice + n) % Seats), Statuses[choice / Seats % Statuses.Length])).ToArray();
            _batches.Add(new SeatFeedBatch(Seq + 1, changes));
            Apply(Map, changes);
            return _batches[^1];
        }

        public SeatFeed Answer(long? after)
        {
            var kept = _batches.TakeLast(history).ToArray();
            return after <= Seq && after >= Seq - kept.Length
                ? new SeatFeed(EventId, Seq, null, [.. kept.Where(batch => batch.Seq > after)])
                : new SeatFeed(EventId, Seq, new SeatFeedReset(With(SeatStatuses.Held), With(SeatStatuses.Booked)), kept);
        }

        private string[] With(string status) => [.. Map.Where(seat => seat.Value == status).Select(seat => seat.Key)];
    }

    /// <summary>A page with an EventSource.</summary>
    private sealed class ListenerModel
    {
        private bool _connected;

        public ListenerModel(LiveState state) => ComeBack(state);

        public long? Seen { get; private set; }

        public SortedDictionary<string, string> Map { get; } = new(StringComparer.Ordinal);

        public void ComeOrGo(LiveState state)
        {
            if (_connected)
            {
                _connected = false;
            }
            else
            {
                ComeBack(state);
            }
        }

        public void ComeBack(LiveState state)
        {
            if (_connected)
            {
                return;
            }

            _connected = true;
            if (Seen is { } seen && state.Since(seen) is { } missed)
            {
                Apply(Map, missed.Changes);
                Seen = missed.Seq;
            }
            else
            {
                Replace(state.Snapshot);
            }
        }

        public void Receive(SeatFeedBatch batch)
        {
            if (_connected)
            {
                Assert.True(batch.Seq > Seen, $"{batch.Seq} after {Seen}");
                Apply(Map, batch.Changes);
                Seen = batch.Seq;
            }
        }

        public void Replace(SeatSnapshot snapshot)
        {
            if (_connected)
            {
                Map.Clear();
                Apply(Map, [.. snapshot.Held.Select(seat => new SeatFeedChange(seat, SeatStatuses.Held))]);
                Apply(Map, [.. snapshot.Booked.Select(seat => new SeatFeedChange(seat, SeatStatuses.Booked))]);
                Seen = snapshot.Seq;
            }
        }
    }

    private static readonly string[] Statuses = [SeatStatuses.Available, SeatStatuses.Held, SeatStatuses.Booked];

    private static void Apply(SortedDictionary<string, string> map, SeatFeedChange[] changes)
    {
        foreach (var (seatNumber, status) in changes)
        {
            map.Remove(seatNumber);
            if (status != SeatStatuses.Available)
            {
                map[seatNumber] = status;
            }
        }
    }
}
