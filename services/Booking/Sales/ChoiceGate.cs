namespace TicketBooking.Booking.Sales;

/// <summary>
/// Makes the requests of one process for the best seats of an event choose one after the other: else all would choose the same seats.
/// Between processes the claims decide and the loser chooses again.
/// </summary>
internal sealed class ChoiceGate
{
    /// <summary>As long as a turn that waits for a lock and then for its commit.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <returns>Null when the turns before it take too long.</returns>
    public async Task<IDisposable?> EnterAsync(Guid eventId, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)eventId.GetHashCode() % _gates.Length];
        return await gate.WaitAsync(LongestWait, cancellationToken) ? new Turn(gate) : null;
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
