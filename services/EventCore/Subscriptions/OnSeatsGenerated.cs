using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Subscriptions;

/// <summary>Records that an event's seats exist. They are made once, so the first delivery counts and any other changes nothing.</summary>
internal sealed partial class OnSeatsGenerated(NpgsqlDataSource database, ILogger<OnSeatsGenerated> logger) : IMessageHandler
{
    public async Task HandleAsync(ChangeEvent change, CancellationToken cancellationToken)
    {
        var message = change.Read(ContractsJson.Default.SeatsGeneratedMessage);
        if (message.EventId == Guid.Empty || message.SeatCount < 1)
        {
            throw new MalformedMessageException("The seats have no event or no number.");
        }

        var isFirst = await GeneratedSeatsTable.TryInsertAsync(database, message.EventId, message.SeatCount, cancellationToken);
        LogGenerated(message.EventId, message.SeatCount, isFirst);
    }

    [LoggerMessage(1020, LogLevel.Information, "Event {EventId} has {SeatCount} seats (news = {First}).")]
    private partial void LogGenerated(Guid eventId, int seatCount, bool first);
}
