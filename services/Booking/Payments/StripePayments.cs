using System.Net;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Calls Stripe. Each call may be repeated: creating and refunding carry an idempotency key, cancelling a cancelled intent is refused
/// without effect.
/// </summary>
internal sealed class StripePayments(IStripeClient stripe)
{
    public const string AttemptKey = "attemptId";

    /// <summary>Stripe's largest page.</summary>
    private const long PageSize = 100;

    private const string AlreadyRefunded = "charge_already_refunded";

    private readonly PaymentIntentService _intents = new(stripe);
    private readonly RefundService _refunds = new(stripe);

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
                Amount = attempt.AmountMinor,
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

    /// <summary>Lists the refunds made since a time, newest first, in any status.</summary>
    public IAsyncEnumerable<Refund> RefundsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _refunds.ListAutoPagingAsync(
            new RefundListOptions { Limit = PageSize, Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime } },
            cancellationToken: cancellationToken);

    /// <summary>Whether a refund returns its money, or has.</summary>
    public static bool GivesBack(Refund refund) => refund.Status is not ("failed" or "canceled");

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

    /// <summary>Refunds all of an attempt's money, once however often it is called.</summary>
    public async Task RefundAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        try
        {
            await Spans.RunAsync(Steps.StripeRefund, () => _refunds.CreateAsync(
                new RefundCreateOptions
                {
                    PaymentIntent = attempt.IntentId,
                    Metadata = new Dictionary<string, string> { [AttemptKey] = attempt.Id.ToString() },
                },
                new RequestOptions { IdempotencyKey = $"refund-{attempt.Id}" },
                cancellationToken));
        }
        catch (StripeException exception) when (exception.StripeError?.Code == AlreadyRefunded)
        {
            // Stripe deletes keys after a day; the charge itself still shows the refund.
        }
        catch (StripeException exception) when (exception.HttpStatusCode >= HttpStatusCode.InternalServerError)
        {
            // Stripe keeps a 500 under its key and repeats it for a day, also when the refund was made.
            if (!await IsRefundedAsync(attempt, cancellationToken))
            {
                throw;
            }
        }
    }

    private async Task<bool> IsRefundedAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        var options = new RefundListOptions { PaymentIntent = attempt.IntentId };
        var refunds = await Spans.RunAsync(
            Steps.StripeListRefunds, () => _refunds.ListAsync(options, cancellationToken: cancellationToken));
        return refunds.Data.Exists(refund => refund.Metadata.GetValueOrDefault(AttemptKey) == attempt.Id.ToString()
            && GivesBack(refund));
    }
}
