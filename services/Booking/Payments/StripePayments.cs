using System.Net;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Calls Stripe about intents. Each call may be repeated: creating carries an idempotency key, cancelling a cancelled intent is refused without
/// effect.
/// </summary>
internal sealed class StripePayments(IStripeClient stripe)
{
    public const string AttemptKey = "attemptId";

    /// <summary>Stripe's largest page.</summary>
    public const long PageSize = 100;

    private readonly PaymentIntentService _intents = new(stripe);

    /// <summary>Whether the provider caused it: it is down, slow, or refuses.</summary>
    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is StripeException or HttpRequestException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>
    /// Whether Stripe has refused for good, so that nothing happened and nothing will. A conflict, a limit, a timeout or a 5xx proves nothing;
    /// neither does a key that was used with other parameters, or missing access.
    /// </summary>
    public static bool IsRefusal(StripeException exception) =>
        exception is { HttpStatusCode: HttpStatusCode.BadRequest or HttpStatusCode.PaymentRequired, StripeError: { Type: not "idempotency_error" } };

    /// <summary>Returns the intent of an attempt: the first call makes it, every other finds it.</summary>
    public Task<PaymentIntent> CreateAsync(AttemptRow attempt, CancellationToken cancellationToken) =>
        Spans.RunAsync(Steps.StripeCreateIntent, () => _intents.CreateAsync(
            new PaymentIntentCreateOptions
            {
                Amount = attempt.ProviderAmount,
                Currency = attempt.Currency.ToLowerInvariant(),
                AllowedPaymentMethodTypes = ["card"],
                Metadata = new Dictionary<string, string>
                {
                    ["bookingId"] = attempt.BookingId.ToString(),
                    [AttemptKey] = attempt.Id.ToString(),
                    ["eventId"] = attempt.EventId.ToString(),
                },
            },
            new RequestOptions { IdempotencyKey = attempt.Id.ToString() },
            cancellationToken));

    public Task<PaymentIntent> GetAsync(string intentId, CancellationToken cancellationToken) =>
        Spans.RunAsync(Steps.StripeGetIntent, () => _intents.GetAsync(intentId, cancellationToken: cancellationToken));

    /// <summary>Lists the intents made since a time, newest first.</summary>
    public IAsyncEnumerable<PaymentIntent> IntentsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _intents.ListAutoPagingAsync(
            new PaymentIntentListOptions { Limit = PageSize, Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime } },
            cancellationToken: cancellationToken);

    /// <summary>Cancels the intent unless it is too late; returns it as it is now.</summary>
    public async Task<PaymentIntent> TryCancelAsync(string intentId, CancellationToken cancellationToken)
    {
        try
        {
            return await Spans.RunAsync(
                Steps.StripeCancelIntent, () => _intents.CancelAsync(intentId, cancellationToken: cancellationToken));
        }
        catch (StripeException exception) when (exception.StripeError?.Code == "payment_intent_unexpected_state")
        {
            return await GetAsync(intentId, cancellationToken);
        }
    }
}
