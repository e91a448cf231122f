using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Contracts;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Internal;

/// <summary>Streams all events as their messages say them, in the order of ids: for an index that is made anew or compared.</summary>
internal static class ListEvents
{
    public static Ok<IAsyncEnumerable<EventMessage>> Handle([AsParameters] WalkQuery walk, EventCoreContext db) =>
        TypedResults.Ok(db.StreamEventsAfter(walk.From, walk.Size));
}
