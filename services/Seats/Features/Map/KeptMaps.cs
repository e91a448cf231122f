using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features.Map;

/// <summary>
/// The maps in memory: the newest of each event, and older ones that are still being sent. When they are too many bytes, those go first that
/// are not being sent, then older ones with their slow readers.
/// </summary>
internal sealed class KeptMaps(long mostBytes, TimeProvider clock)
{
    private static readonly TimeSpan UnusedFor = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<Entry> _all = [];
    private readonly Dictionary<Guid, Entry> _newest = [];

    /// <summary>What all of them take.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return BytesWithinLock();
            }
        }
    }

    /// <returns>Null when it is not kept, or not the one of this version.</returns>
    public SeatMap? Find(Guid eventId, MapVersion version)
    {
        lock (_gate)
        {
            if (_newest.GetValueOrDefault(eventId) is not { } entry || entry.Map.Version != version)
            {
                return null;
            }

            entry.Used = clock.GetTimestamp();
            return entry.Map;
        }
    }

    public void Keep(SeatMap map)
    {
        lock (_gate)
        {
            var entry = new Entry(map) { Used = clock.GetTimestamp() };
            _newest[map.EventId] = entry;
            _all.Add(entry);
            _all.FindAll(IsNotNeeded).ForEach(Remove);
            while (BytesWithinLock() > mostBytes && _all.Count > 1)
            {
                Remove(_all.Where(other => other != entry).MinBy(other => (other.Map.IsBeingSent, IsNewest(other), other.Used))!);
            }
        }
    }

    private bool IsNotNeeded(Entry entry) =>
        !entry.Map.IsBeingSent && (!IsNewest(entry) || clock.GetElapsedTime(entry.Used) > UnusedFor);

    private bool IsNewest(Entry entry) => _newest.GetValueOrDefault(entry.Map.EventId) == entry;

    private void Remove(Entry entry)
    {
        _all.Remove(entry);
        if (IsNewest(entry))
        {
            _newest.Remove(entry.Map.EventId);
        }

        entry.Map.Drop();
    }

    private long BytesWithinLock() => _all.Sum(entry => entry.Map.Bytes);

    private sealed class Entry(SeatMap map)
    {
        public SeatMap Map => map;

        public long Used { get; set; }
    }
}
