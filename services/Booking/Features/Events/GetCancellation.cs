using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Events;

/// <summary>How far a cancellation is; <c>finishedAt</c> is set when nothing is live or waiting for its refund.</summary>
/// <param name="EventId">The event.</param>
/// <param name="BegunAt">When booking received it.</param>
/// <param name="FinishedAt">When the last booking was settled; absent before.</param>
/// <param name="Live">Bookings that have not ended yet.</param>
/// <param name="Released">Bookings that the cancellation ended without money.</param>
/// <param name="RefundPending">Bookings that wait for their refund.</param>
/// <param name="Refunded">Bookings of the event that were refunded, for any reason.</param>
public sealed record EventCancellationResponse(
    Guid EventId, DateTimeOffset BegunAt, DateTimeOffset? FinishedAt, long Live, long Released, long RefundPending, long Refunded);

/// <summary>Answers the creator of the event and administrators only.</summary>
internal static class GetCancellation
{
    public static async Task<Results<Ok<EventCancellationResponse>, ProblemHttpResult>> HandleAsync(
        Guid eventId, ClaimsPrincipal caller, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (await EventCancellationTable.ProgressAsync(database, eventId, cancellationToken) is not { } progress)
        {
            return BookingProblems.EventNotCancelled();
        }

        return progress.CreatedBy == caller.UserId() || caller.IsAdmin()
            ? TypedResults.Ok(new EventCancellationResponse(
                eventId,
                progress.BegunAt,
                progress.FinishedAt,
                progress.Live,
                progress.Released,
                progress.RefundPending,
                progress.Refunded))
            : BookingProblems.NotYourEvent();
    }
}
