namespace TicketBooking.Booking.Catalogue;

/// <summary>Reads one at a time; a reading serves all callers that came before it began.</summary>
internal sealed class SharedReading(Func<Task> read)
{
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task? _next;

    /// <summary>Waits for a reading that begins after this call. The cancellation of a caller does not end it.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _next ??= RunAfterAsync(_running);
            return _next.WaitAsync(cancellationToken);
        }
    }

    private async Task RunAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            (_running, _next) = (_next!, null);
        }

        await read();
    }
}
