namespace TicketBooking.Booking.Sales;

/// <summary>
/// Makes the requests of one process for the best seats of an event choose one after the other: else all would choose the same seats.
/// Between processes the claims decide and the loser chooses again.
/// </summary>
internal sealed class ChoiceGate
{
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> EnterAsync(Guid eventId, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)eventId.GetHashCode() % _gates.Length];
        await gate.WaitAsync(cancellationToken);
        return new Turn(gate);
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
