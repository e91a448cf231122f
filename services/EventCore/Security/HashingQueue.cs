using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace TicketBooking.EventCore.Security;

/// <summary>
/// Places for hashing a password, which takes a processor for a tenth of a second. Without them, a flood of logins would leave none for anything
/// else. The longest waiting is next; a client that goes away waits no longer.
/// </summary>
internal sealed class HashingQueue(IOptions<HashingOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter _places = new(new()
    {
        PermitLimit = options.Value.AtOnce,
        QueueLimit = options.Value.MostWaiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>How many requests wait for a place.</summary>
    public long Waiting => _places.GetStatistics()!.CurrentQueuedCount;

    /// <summary>Waits for a place.</summary>
    /// <returns>The place, which is free again when it is disposed of; null when too many wait, or it takes too long.</returns>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async Task<RateLimitLease?> EnterAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.LongestWait);
        try
        {
            var place = await _places.AcquireAsync(permitCount: 1, deadline.Token);
            return place.IsAcquired ? place : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _places.Dispose();
}
