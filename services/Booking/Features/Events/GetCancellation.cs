using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Events;

/// <summary>How far a cancellation is; <c>finishedAt</c> is there when nothing is live and nothing is waiting for its refund.</summary>
/// <param name="EventId">The event.</param>
/// <param name="BegunAt">When booking heard of it.</param>
/// <param name="FinishedAt">When the last booking was settled; absent before.</param>
/// <param name="Live">Bookings that have not ended yet.</param>
/// <param name="Released">Bookings that the cancellation ended without money.</param>
/// <param name="RefundPending">Bookings whose money is on its way back.</param>
/// <param name="Refunded">Bookings of the event whose money went back, for whatever reason.</param>
public sealed record EventCancellationResponse(
    Guid EventId, DateTimeOffset BegunAt, DateTimeOffset? FinishedAt, long Live, long Released, long RefundPending, long Refunded);

/// <summary>For who called the event off: its creator or an administrator.</summary>
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
