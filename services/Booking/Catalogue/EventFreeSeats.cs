using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts.Layout;

namespace TicketBooking.Booking.Catalogue;

/// <summary>
/// The free seats of one event in this process: what tbl_seat_claim said when it was read last, less what requests of this process are
/// claiming. It only proposes, and refuses after a look at the database; the claim decides. A reading takes what changed since the one before,
/// and serves all requests that wait for it.
/// </summary>
internal sealed class EventFreeSeats
{
    /// <summary>What other instances sold meanwhile costs a conflict; what they freed is found before a refusal.</summary>
    private static readonly TimeSpan OldestForAChoice = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a buyer waits for others who are claiming the last seats.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _database;
    private readonly Guid _eventId;
    private readonly TimeProvider _clock;
    private readonly FreeSeats _free;
    private readonly SharedReading _reading;
    private readonly Lock _gate = new();
    private readonly List<int[]> _ended = [];
    private TaskCompletionSource _nextEnd = NewSignal();
    private int _underWay;
    private long? _readTo;
    private long _readAt;

    public EventFreeSeats(NpgsqlDataSource database, Guid eventId, EventSeats seats, TimeProvider clock)
    {
        (_database, _eventId, _clock, _free) = (database, eventId, clock, new FreeSeats(seats));
        _reading = new SharedReading(ReadAsync);
    }

    /// <summary>Chooses seats and keeps them from other requests of this process until the choice is disposed.</summary>
    /// <param name="wanted">What to choose.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The choice; without it, whether so many seats are free all the same, but stuck or being claimed.</returns>
    public async Task<(SeatChoice? Choice, bool AreFree)> ChooseAsync(SeatQuery wanted, CancellationToken cancellationToken)
    {
        if (IsOld())
        {
            await _reading.RunAsync(cancellationToken);
        }

        if (TryChoose(wanted) is { } choice)
        {
            return (choice, true);
        }

        for (var since = _clock.GetTimestamp(); ;)
        {
            // Before a refusal: what is true now.
            await _reading.RunAsync(cancellationToken);
            var (chosen, areFree, change) = TryChooseOrWait(wanted);
            if (change is null || !await IsInTimeAsync(change, LongestWait - _clock.GetElapsedTime(since), cancellationToken))
            {
                return (chosen, areFree);
            }
        }
    }

    /// <summary>
    /// Which of the seats another booking has, if one of them was taken when the claims were read last: then they are read once more. Empty
    /// without a reading when all looked free.
    /// </summary>
    public async Task<IReadOnlyCollection<SeatConflict>> KnownConflictsAsync(LayoutSeat[] seats, CancellationToken cancellationToken) =>
        Conflicts(seats).Count > 0 ? await ConflictsAsync(seats, cancellationToken) : [];

    /// <summary>Reads which of the seats another booking has.</summary>
    public async Task<IReadOnlyCollection<SeatConflict>> ConflictsAsync(LayoutSeat[] seats, CancellationToken cancellationToken)
    {
        await _reading.RunAsync(cancellationToken);
        return Conflicts(seats);
    }

    /// <summary>Ends a choice. Its seats stay reserved until a reading has seen what became of them.</summary>
    internal void End(int[] positions)
    {
        lock (_gate)
        {
            _underWay--;
            _ended.Add(positions);
            _nextEnd.SetResult();
            _nextEnd = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private List<SeatConflict> Conflicts(LayoutSeat[] seats)
    {
        lock (_gate)
        {
            var conflicts = new List<SeatConflict>();
            foreach (var seat in seats)
            {
                if (_free.WhyNotFree(seat.Position) is { } reason)
                {
                    conflicts.Add(new SeatConflict(seat.SeatNumber, reason));
                }
            }

            return conflicts;
        }
    }

    private bool IsOld()
    {
        lock (_gate)
        {
            return _readTo is null || _clock.GetElapsedTime(_readAt) > OldestForAChoice;
        }
    }

    private SeatChoice? TryChoose(SeatQuery wanted)
    {
        lock (_gate)
        {
            var chosen = _free.Reserve(wanted.Rows, wanted.Quantity, wanted.PassedOver, wanted.Width(_underWay));
            if (chosen.Length == 0)
            {
                return null;
            }

            _underWay++;
            return new SeatChoice(this, chosen);
        }
    }

    /// <returns>The choice, whether so many seats are free, and what to wait for before the next try.</returns>
    private (SeatChoice? Choice, bool AreFree, Task? Change) TryChooseOrWait(SeatQuery wanted)
    {
        lock (_gate)
        {
            if (TryChoose(wanted) is { } choice)
            {
                return (choice, true, null);
            }

            if (!_free.AreFree(wanted.Rows, wanted.Quantity))
            {
                return (null, false, null);
            }

            return (null, true, _ended.Count > 0 ? Task.CompletedTask : _underWay > 0 ? _nextEnd.Task : null);
        }
    }

    private async Task<bool> IsInTimeAsync(Task change, TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await change.WaitAsync(longest > TimeSpan.Zero ? longest : TimeSpan.Zero, _clock, cancellationToken);
            return longest > TimeSpan.Zero;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task ReadAsync()
    {
        var (begunAt, ended) = (_clock.GetTimestamp(), 0);
        lock (_gate)
        {
            ended = _ended.Count;
        }

        var reading = _readTo is { } since
            ? await SeatAvailability.ChangedAsync(_database, _eventId, since, CancellationToken.None)
            : await SeatAvailability.AllAsync(_database, _eventId, CancellationToken.None);
        lock (_gate)
        {
            _free.Apply(reading.Claims, reading.Now);
            _ended[..ended].ForEach(_free.EndReservation);
            _ended.RemoveRange(0, ended);
            (_readTo, _readAt) = (reading.Next, begunAt);
        }
    }
}
