using System.Text;
using System.Text.Json;
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
    public void Any_interleaving_leaves_every_listener_with_exactly_the_servers_map(Interleaving interleaving) => Play(interleaving, smallBytes: 1 << 16);

    [Property(MaxTest = 2000, Arbitrary = [typeof(LiveStateProperties)])]
    public void So_does_any_with_snapshots_that_listeners_share(Interleaving interleaving) => Play(interleaving, smallBytes: 0);

    private static void Play(Interleaving interleaving, int smallBytes)
    {
        var server = new ServerModel(history: 12);
        var state = new LiveState(server.EventId, replayBatches: 10);
        state.CatchUp(server.Answer(after: null), asked: -1);
        var sent = new Sent(state, new FirstFrames(state, smallBytes));
        var listeners = new List<ListenerModel>();
        var onTheWay = new List<SeatFeedBatch>();
        foreach (var choice in interleaving.Choices)
        {
            Step(choice, server, sent, listeners, onTheWay);
        }

        // The feed falls silent; what it lost last is found by the periodic look.
        CatchUp(server, sent, listeners);
        listeners.ForEach(listener => listener.ComeBack(sent));
        Assert.All(listeners, listener => Assert.Equal(server.Map, listener.Map));
        Assert.All(listeners, listener => Assert.Equal(server.Seq, listener.Seen));
    }

    private static void Step(int choice, ServerModel server, Sent sent, List<ListenerModel> listeners, List<SeatFeedBatch> onTheWay)
    {
        var (what, which) = (choice % 10, choice / 10);
        switch (what)
        {
            case 0 or 1 or 2:
                onTheWay.Add(server.Change(which));
                break;
            case 3 or 4 when onTheWay.Count > 0: // arrives, in any order
                sent.State.Receive(onTheWay[which % onTheWay.Count]);
                onTheWay.RemoveAt(which % onTheWay.Count);
                break;
            case 5 when onTheWay.Count > 0: // arrives and will arrive again
                sent.State.Receive(onTheWay[which % onTheWay.Count]);
                break;
            case 6 when onTheWay.Count > 0: // is lost
                onTheWay.RemoveAt(which % onTheWay.Count);
                break;
            case 7:
                Flush(sent, listeners);
                break;
            case 8 when which % 4 == 0:
                CatchUp(server, sent, listeners);
                break;
            case 8:
                listeners.Add(new ListenerModel(sent));
                break;
            case 9 when listeners.Count > 0:
                listeners[which % listeners.Count].ComeOrGo(sent);
                break;
            default:
                break;
        }
    }

    private static void Flush(Sent sent, List<ListenerModel> listeners)
    {
        if (sent.State.Flush() is { } changes)
        {
            var frame = Frames.Changes(changes);
            sent.First.Add(frame);
            listeners.ForEach(listener => listener.Receive(frame));
        }
    }

    private static void CatchUp(ServerModel server, Sent sent, List<ListenerModel> listeners)
    {
        var asked = sent.State.Known;
        if (sent.State.CatchUp(server.Answer(asked), asked))
        {
            var snapshot = sent.First.Reset();
            listeners.ForEach(listener => listener.Receive(snapshot));
        }

        Flush(sent, listeners);
    }

    private sealed record Sent(LiveState State, FirstFrames First);

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

        public ListenerModel(Sent sent) => ComeBack(sent);

        public long? Seen { get; private set; }

        public SortedDictionary<string, string> Map { get; } = new(StringComparer.Ordinal);

        public void ComeOrGo(Sent sent)
        {
            if (_connected)
            {
                _connected = false;
            }
            else
            {
                ComeBack(sent);
            }
        }

        public void ComeBack(Sent sent)
        {
            if (_connected)
            {
                return;
            }

            _connected = true;
            foreach (var frame in sent.First.For(Seen).Where(frame => frame != Frames.Heartbeat))
            {
                Receive(frame);
            }

            Assert.Equal(sent.State.Sent, Seen);
        }

        /// <summary>Never goes back, and hears nothing twice.</summary>
        public void Receive(Frame frame)
        {
            if (!_connected)
            {
                return;
            }

            var received = JsonElement.Parse(Encoding.UTF8.GetString(frame.Bytes.Span).Split("data: ")[1]);
            if (received.TryGetProperty("changes", out var changes))
            {
                Assert.True(frame.Seq > Seen, $"{frame.Seq} after {Seen}");
                Apply(Map, changes.Deserialize(ContractsJson.Default.SeatFeedChangeArray)!);
            }
            else
            {
                Assert.True(Seen is null || frame.Seq >= Seen, $"{frame.Seq} after {Seen}");
                Map.Clear();
                Apply(Map, Changes(received.GetProperty("held"), SeatStatuses.Held));
                Apply(Map, Changes(received.GetProperty("booked"), SeatStatuses.Booked));
            }

            Seen = frame.Seq;
        }

        private static SeatFeedChange[] Changes(JsonElement seats, string status) =>
            [.. seats.EnumerateArray().Select(seat => new SeatFeedChange(seat.GetString()!, status))];
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
