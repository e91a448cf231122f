using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;
using TicketBooking.Seats.Generation;

namespace TicketBooking.Seats.Subscriptions;

/// <summary>
/// Has the seats of an event generated once, whichever of its messages comes first: the layout is the same in all of them. The job is committed
/// here and done soon after, so that big events hold up no message. Later versions change the prices. A deleted event's seats go, and never come
/// back, whatever older message follows.
/// </summary>
internal sealed partial class OnEventChanged(NpgsqlDataSource database, GenerationLanes lanes, ILogger<OnEventChanged> logger) : IMessageHandler
{
    public async Task HandleAsync(ChangeEvent change, CancellationToken cancellationToken)
    {
        var message = change.Read(ContractsJson.Default.EventMessage);
        if (message.Status == EventStatuses.Deleted)
        {
            await EventDeletion.DeleteAsync(database, message.EventId, cancellationToken);
            LogDeleted(message.EventId);
            return;
        }

        var (layout, refusal) = SeatLayout.Of(message);
        if (layout is null)
        {
            throw new MalformedMessageException(refusal!);
        }

        if (await EventTable.FindAsync(database, message.EventId, cancellationToken) is not null)
        {
            await SectionPrices.ApplyAsync(database, message, cancellationToken);
        }
        else if (await GenerationJobs.TryAddAsync(database, message, layout.SeatCount, cancellationToken))
        {
            lanes.Wake();
        }
        else if (!await GenerationJobs.TryKeepNewestAsync(database, message, cancellationToken)
            && (await EventDeletion.DeletedAmongAsync(database, [message.EventId], cancellationToken)).Count == 0)
        {
            change.Postpone("Its seats are being generated.", OnBookingChanged.WaitsForSeatsOf(message.EventId));
        }
    }

    [LoggerMessage(2006, LogLevel.Information, "Event {EventId} is deleted, and its seats with it.")]
    private partial void LogDeleted(Guid eventId);
}
