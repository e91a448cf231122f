using System.Net;
using Npgsql;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>The one payment intent of an attempt, at Stripe and in our table.</summary>
internal sealed partial class PaymentIntents(
    NpgsqlDataSource database, StripePayments stripe, ILogger<PaymentIntents> logger)
{
    /// <summary>
    /// Returns the intent to pay, and the attempt's outcome and its booking after it was stored. The buyer may get the intent only while the attempt is open.
    /// The attempt may end before a slow provider answers; then the intent is cancelled.
    /// </summary>
    public async Task<(PaymentIntent Intent, AttemptOutcome Outcome, BookingView Booking)> OfferAsync(
        AttemptRow attempt, CancellationToken cancellationToken)
    {
        var intent = await FindOrMakeAsync(attempt, cancellationToken);
        var (outcome, booking) = await PaymentAttempts.OfferIntentAsync(database, attempt, intent.Id, cancellationToken);
        if (outcome != AttemptOutcome.Open && !BookingAutomaton.HasReceivedMoney(outcome))
        {
            await stripe.TryCancelAsync(intent.Id, CancellationToken.None);
        }

        return (intent, outcome, booking);
    }

    /// <summary>
    /// Cancels the intent, unless money is there or under way, or may be while its buyer is at the bank (<paramref name="mayWait"/>); returns it
    /// as it is now, or null when none exists that could be paid.
    /// The intent's id may be unknown because this process or the provider failed: then it is asked for by its idempotency key.
    /// Only a definite refusal means that there is none; any other failure is thrown, and the caller asks again.
    /// </summary>
    public async Task<PaymentIntent?> TryCancelAsync(AttemptRow attempt, bool mayWait, CancellationToken cancellationToken)
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
            || (mayWait && IntentStatuses.IsUnderWay(intent.Status))
            ? intent
            : await stripe.TryCancelAsync(intent.Id, cancellationToken);
    }

    /// <summary>Whether the provider has the attempt's money, or has had it.</summary>
    public async Task<bool> IsPaidAsync(AttemptRow attempt, CancellationToken cancellationToken) =>
        attempt.IntentId is { } known && (await stripe.GetAsync(known, cancellationToken)).Status == IntentStatuses.Succeeded;

    /// <summary>Finds the attempt of an intent by asking the provider for it; null when it is not ours.</summary>
    public async Task<AttemptRow?> FindAttemptAsync(string intentId, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAttemptAsync(await stripe.GetAsync(intentId, cancellationToken), cancellationToken);
        }
        catch (StripeException exception) when (exception.HttpStatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Finds it by our own id in the intent's metadata, because a webhook can arrive before the answer with the intent's id.</summary>
    public async Task<AttemptRow?> FindAttemptAsync(PaymentIntent intent, CancellationToken cancellationToken)
    {
        var attempt = Guid.TryParse(intent.Metadata?.GetValueOrDefault(StripePayments.AttemptKey), out var id)
            ? await PaymentAttempts.FindAsync(database, id, cancellationToken)
            : await PaymentAttempts.FindByIntentAsync(database, intent.Id, cancellationToken);
        if (attempt is { IntentId: null })
        {
            await PaymentAttempts.SetIntentAsync(database, attempt.Id, intent.Id, cancellationToken);
            return await PaymentAttempts.FindAsync(database, attempt.Id, cancellationToken);
        }

        return attempt?.IntentId == intent.Id ? attempt : null;
    }

    private Task<PaymentIntent> FindOrMakeAsync(AttemptRow attempt, CancellationToken cancellationToken) => attempt.IntentId is { } known
        ? stripe.GetAsync(known, cancellationToken)
        : stripe.CreateAsync(attempt, cancellationToken);

    [LoggerMessage(3020, LogLevel.Warning, "The provider has no intent for attempt {AttemptId}; no client got one.")]
    private partial void LogNoIntent(Exception exception, Guid attemptId);
}
