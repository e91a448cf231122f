using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Features.Bookings;

namespace TicketBooking.Booking.Payments;

/// <summary>Opens the way to pay for an attempt: workflow first, so that nobody can pay what nobody waits for, then the intent.</summary>
internal sealed partial class Checkout(
    NpgsqlDataSource database,
    PaymentWorkflows workflows,
    PaymentIntents intents,
    PaymentSettlement settlement,
    IOptions<StripeOptions> stripe,
    ILogger<Checkout> logger)
{
    /// <summary>The answer to the buyer: how to pay, or a refusal with nothing left behind.</summary>
    /// <param name="attempt">The open attempt.</param>
    /// <param name="mayAbandon">Whether this request began it, and so gives it up when the provider cannot be reached.</param>
    /// <param name="keepHold">Whether the seats stay held then.</param>
    /// <param name="cancellationToken">Cancels what has not been done; the sweeper finishes what has.</param>
    public async Task<Results<Created<BookSeatResponse>, ProblemHttpResult>> OpenAsync(
        AttemptRow attempt, bool mayAbandon, bool keepHold, CancellationToken cancellationToken)
    {
        await workflows.TryStartAsync(attempt, cancellationToken);
        try
        {
            var (intent, outcome) = await intents.OfferAsync(attempt, cancellationToken);
            return outcome switch
            {
                AttemptOutcome.Expired or AttemptOutcome.Failed => BookingProblems.HoldExpired(),
                AttemptOutcome.Cancelled => BookingProblems.BookingCancelled(),
                AttemptOutcome.Abandoned => BookingProblems.ProviderUnavailable(),
                _ => TypedResults.Created(
                    $"/api/v1/booking/bookings/{attempt.BookingId}", await AnswerAsync(attempt.BookingId, intent, cancellationToken)),
            };
        }
        catch (Exception exception) when (StripePayments.IsFailure(exception, cancellationToken))
        {
            LogProviderFailed(exception, attempt.Id);
            if (mayAbandon)
            {
                await AbandonAsync(attempt.Id, keepHold);
            }

            return exception is StripeException refusal && StripePayments.IsRefusal(refusal)
                ? BookingProblems.AmountNotPayable(refusal.StripeError.Code)
                : BookingProblems.ProviderUnavailable();
        }
    }

    /// <summary>
    /// Done even when the buyer has gone. The workflow is told so that an intent which exists nevertheless is cancelled; not when another
    /// request has handed one out, which would be cancelled under its buyer's hands.
    /// </summary>
    private async Task AbandonAsync(Guid attemptId, bool keepHold)
    {
        if (await settlement.AbandonAsync(attemptId, keepHold, CancellationToken.None))
        {
            await workflows.TryTellAsync(attemptId, new PaymentResult("", PaymentNews.Abandoned), CancellationToken.None);
        }
    }

    private async Task<BookSeatResponse> AnswerAsync(Guid bookingId, PaymentIntent intent, CancellationToken cancellationToken)
    {
        var booking = await BookingReads.GetAsync(database, bookingId, cancellationToken);
        return new BookSeatResponse(
            bookingId,
            booking.EventId,
            booking.Seats,
            booking.AmountMinor,
            booking.Currency,
            booking.Status,
            booking.ExpiresAt,
            new PaymentIntentView(
                intent.Id,
                intent.ClientSecret,
                intent.Status,
                intent.Amount,
                intent.Currency.ToUpperInvariant(),
                stripe.Value.PublishableKey));
    }

    [LoggerMessage(3021, LogLevel.Error, "The payment provider gave no intent for attempt {AttemptId}.")]
    private partial void LogProviderFailed(Exception exception, Guid attemptId);
}
