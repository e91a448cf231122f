using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Features.Venues;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

/// <summary>Deletes a venue at which there is no event, not even a cancelled one.</summary>
internal static partial class DeleteVenue
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal caller, EventCoreContext db, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        switch (await db.DeleteVenueAsync(id, cancellationToken))
        {
            case VenueDeletion.InUse:
                return AdminProblems.VenueInUse();
            case VenueDeletion.Unknown:
                return VenueProblems.NotFound();
            default:
                LogDeleted(loggers.CreateLogger(typeof(DeleteVenue)), id, caller.UserId());
                return TypedResults.NoContent();
        }
    }

    [LoggerMessage(1034, LogLevel.Information, "Venue {VenueId} is deleted by administrator {AdminId}.")]
    private static partial void LogDeleted(ILogger logger, Guid venueId, Guid adminId);
}
