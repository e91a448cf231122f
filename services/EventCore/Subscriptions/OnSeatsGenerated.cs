using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Contracts;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Subscriptions;

/// <summary>Records that an event's seats exist. They are made once, so the first delivery counts and any other changes nothing.</summary>
internal static partial class OnSeatsGenerated
{
    public static async Task<Ok> HandleAsync(
        ChangeEvent change, EventCoreContext db, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (change.Type == MessageTypes.SeatsGenerated)
        {
            var message = change.Read(ContractsJson.Default.SeatsGeneratedMessage);
            var first = await db.SetSeatsGeneratedAsync(message.EventId, message.SeatCount, cancellationToken);
            LogGenerated(loggers.CreateLogger(typeof(OnSeatsGenerated)), message.EventId, message.SeatCount, first);
        }

        return TypedResults.Ok();
    }

    [LoggerMessage(1020, LogLevel.Information, "Event {EventId} has {SeatCount} seats (news = {First}).")]
    private static partial void LogGenerated(ILogger logger, Guid eventId, int seatCount, bool first);
}
