using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Security;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Internal;

internal static class GetBannedUsers
{
    public static async Task<Ok<BannedUsers>> HandleAsync(EventCoreContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(new BannedUsers(await db.BannedWithinAsync(OwnBans.ToldFor, cancellationToken)));
}
