using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>The seats that are not available; all others are.</summary>
internal sealed class TakenSeats
{
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private readonly HashSet<string> _booked = new(StringComparer.Ordinal);

    public void Reset(SeatFeedReset state)
    {
        _held.Clear();
        _booked.Clear();
        _held.UnionWith(state.Held);
        _booked.UnionWith(state.Booked);
    }

    public void Apply(SeatFeedChange[] changes)
    {
        foreach (var (seatNumber, status) in changes)
        {
            _held.Remove(seatNumber);
            _booked.Remove(seatNumber);
            if (status == SeatStatuses.Held)
            {
                _held.Add(seatNumber);
            }
            else if (status == SeatStatuses.Booked)
            {
                _booked.Add(seatNumber);
            }
        }
    }

    public SeatSnapshot Snapshot(Guid eventId, long seq) => new(eventId, seq, [.. _held], [.. _booked]);
}
