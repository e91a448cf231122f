using Npgsql;
using Stripe;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.Payments;

/// <summary>The one payment intent of an attempt, at Stripe and in our table.</summary>
internal sealed partial class PaymentIntents(NpgsqlDataSource database, StripePayments stripe, ILogger<PaymentIntents> logger)
{
    /// <summary>Asks for it, and makes it first where there is none. It is stored before anybody learns how to pay it.</summary>
    public async Task<PaymentIntent> EnsureAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (attempt.IntentId is { } known)
        {
            return await stripe.GetAsync(known, cancellationToken);
        }

        var intent = await stripe.CreateAsync(attempt, cancellationToken);
        await PaymentAttempts.SetIntentAsync(database, attempt.Id, intent.Id, intent.ClientSecret, cancellationToken);
        return intent;
    }

    /// <summary>
    /// Cancels it, unless money is there or under way; the answer is how it stands, null when there is none that anybody could pay.
    /// An attempt may have an intent that we never heard of, because we or the provider failed: it is asked for by its idempotency key.
    /// </summary>
    public async Task<PaymentIntent?> TryCancelAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        PaymentIntent intent;
        try
        {
            intent = await EnsureAsync(attempt, cancellationToken);
        }
        catch (StripeException exception) when (attempt.IntentId is null)
        {
            LogNoIntent(exception, attempt.Id);
            return null;
        }

        return intent.Status is IntentStatuses.Succeeded or IntentStatuses.Processing or IntentStatuses.Canceled
            ? intent
            : await stripe.TryCancelAsync(intent.Id, cancellationToken);
    }

    [LoggerMessage(3020, LogLevel.Warning, "The provider has no intent for attempt {AttemptId}; nobody was given one to pay.")]
    private partial void LogNoIntent(Exception exception, Guid attemptId);
}
