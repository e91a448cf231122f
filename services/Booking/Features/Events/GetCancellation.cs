using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Events;

/// <summary>How far a cancellation is.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Status"><c>RUNNING</c>, or <c>FINISHED</c> when no booking is live and no refund is owed or under way.</param>
/// <param name="BegunAt">When booking received it.</param>
/// <param name="FinishedAt">When the last booking was settled; absent before. A refund that fails later is made again, and changes the counts only.</param>
/// <param name="Bookings">All of the following.</param>
/// <param name="Live">Bookings that have not ended yet.</param>
/// <param name="Released">Bookings that the cancellation ended without money.</param>
/// <param name="RefundPending">Bookings that wait for their refund.</param>
/// <param name="RefundBlocked">Bookings with a refund that the provider refuses: an operator decides.</param>
/// <param name="Refunded">Bookings of the event that were refunded, for any reason.</param>
public sealed record EventCancellationResponse(
    Guid EventId,
    string Status,
    DateTimeOffset BegunAt,
    DateTimeOffset? FinishedAt,
    long Bookings,
    long Live,
    long Released,
    long RefundPending,
    long RefundBlocked,
    long Refunded);

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
                progress.FinishedAt is null ? "RUNNING" : "FINISHED",
                progress.BegunAt,
                progress.FinishedAt,
                progress.Live + progress.Released + progress.RefundPending + progress.RefundBlocked + progress.Refunded,
                progress.Live,
                progress.Released,
                progress.RefundPending,
                progress.RefundBlocked,
                progress.Refunded))
            : BookingProblems.NotYourEvent();
    }
}
