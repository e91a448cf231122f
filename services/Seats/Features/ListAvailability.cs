using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features;

/// <summary>Streams how many seats of each event are available, in the order of ids: for an index that is made anew or compared.</summary>
internal static class ListAvailability
{
    public static Ok<IAsyncEnumerable<EventAvailability>> Handle(
        [AsParameters] WalkQuery walk, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        TypedResults.Ok(SectionCounts.StreamAfterAsync(database, walk.From, walk.Size, cancellationToken));
}
