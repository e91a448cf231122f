using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Data;

/// <summary>Writes the present state of an event to the outbox anew, with its version as it is.</summary>
internal sealed class EventRepublication(IServiceScopeFactory scopes, Outbox outbox)
{
    /// <returns>The number of messages: 0 for an unknown event.</returns>
    public async Task<int> RunAsync(Guid eventId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EventCoreContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockEventAsync(eventId, cancellationToken) is not { } found)
        {
            return 0;
        }

        await outbox.AppendAsync(transaction, found, found.IsCancelled ? MessageTypes.EventCancelled : MessageTypes.EventUpdated, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return 1;
    }
}
