using Npgsql;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>The one payment intent of an attempt, at Stripe and in our table.</summary>
internal sealed partial class PaymentIntents(
    NpgsqlDataSource database, StripePayments stripe, PaymentLedger ledger, ILogger<PaymentIntents> logger)
{
    /// <summary>
    /// The intent for the buyer to pay, and how the attempt stands now that it is stored: the buyer may learn of it only while the attempt is
    /// open. The end of an attempt may overtake a slow provider; the intent is cancelled then.
    /// </summary>
    public async Task<(PaymentIntent Intent, AttemptOutcome Outcome)> OfferAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        var intent = await FindOrMakeAsync(attempt, cancellationToken);
        var outcome = await ledger.SetIntentAsync(attempt.Id, intent.Id, cancellationToken);
        return outcome == AttemptOutcome.Open || BookingAutomaton.HasReceivedMoney(outcome)
            ? (intent, outcome)
            : (await stripe.TryCancelAsync(intent.Id, CancellationToken.None), outcome);
    }

    /// <summary>
    /// Cancels it, unless money is there or under way; the answer is how it stands, null when there is none that anybody could pay.
    /// An attempt may have an intent that we never heard of, because we or the provider failed: it is asked for by its idempotency key.
    /// Only a definite refusal says that there is none; whatever else fails is thrown, to be asked again.
    /// </summary>
    public async Task<PaymentIntent?> TryCancelAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        PaymentIntent intent;
        try
        {
            intent = await FindOrMakeAsync(attempt, cancellationToken);
        }
        catch (StripeException exception) when (attempt.IntentId is null && StripePayments.IsRefusal(exception))
        {
            LogNoIntent(exception, attempt.Id);
            return null;
        }

        await PaymentAttempts.SetIntentAsync(database, attempt.Id, intent.Id, cancellationToken);
        return intent.Status is IntentStatuses.Succeeded or IntentStatuses.Processing or IntentStatuses.Canceled
            ? intent
            : await stripe.TryCancelAsync(intent.Id, cancellationToken);
    }

    private Task<PaymentIntent> FindOrMakeAsync(AttemptRow attempt, CancellationToken cancellationToken) => attempt.IntentId is { } known
        ? stripe.GetAsync(known, cancellationToken)
        : stripe.CreateAsync(attempt, cancellationToken);

    [LoggerMessage(3020, LogLevel.Warning, "The provider has no intent for attempt {AttemptId}; nobody was given one to pay.")]
    private partial void LogNoIntent(Exception exception, Guid attemptId);
}
