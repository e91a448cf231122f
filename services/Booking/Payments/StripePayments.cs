using System.Net;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// The calls that we make to Stripe. Each may be made again: creating and refunding carry an idempotency key, cancelling a cancelled intent
/// is refused without effect.
/// </summary>
internal sealed class StripePayments(IStripeClient stripe)
{
    public const string AttemptKey = "attemptId";

    /// <summary>Stripe's most.</summary>
    private const long PageSize = 100;

    private const string AlreadyRefunded = "charge_already_refunded";

    private readonly PaymentIntentService _intents = new(stripe);
    private readonly RefundService _refunds = new(stripe);

    /// <summary>Whether the provider is the reason: it is down, slow, or refuses.</summary>
    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is StripeException or HttpRequestException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>
    /// Whether Stripe has refused for good, so that nothing happened and nothing will. A conflict, a limit, a timeout or an error of Stripe's
    /// says nothing; neither does a key that was used with other parameters, or access that we lack at the moment.
    /// </summary>
    public static bool IsRefusal(StripeException exception) =>
        exception is { HttpStatusCode: HttpStatusCode.BadRequest or HttpStatusCode.PaymentRequired, StripeError: { Type: not "idempotency_error" } };

    /// <summary>The intent of an attempt: made by the first call, found by every other.</summary>
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

    /// <summary>Every intent made since a time, newest first.</summary>
    public IAsyncEnumerable<PaymentIntent> IntentsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _intents.ListAutoPagingAsync(
            new PaymentIntentListOptions { Limit = PageSize, Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime } },
            cancellationToken: cancellationToken);

    /// <summary>Every refund made since a time, newest first, whatever became of it.</summary>
    public IAsyncEnumerable<Refund> RefundsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _refunds.ListAutoPagingAsync(
            new RefundListOptions { Limit = PageSize, Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime } },
            cancellationToken: cancellationToken);

    /// <summary>Whether a refund gives its money back, or has.</summary>
    public static bool GivesBack(Refund refund) => refund.Status is not ("failed" or "canceled");

    /// <summary>Cancels the intent unless it is too late; the answer is how it stands.</summary>
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

    /// <summary>Gives all of an attempt's money back, once however often it is called.</summary>
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
            // Keys are forgotten after a day; the charge itself still knows.
        }
        catch (StripeException exception) when (exception.HttpStatusCode >= HttpStatusCode.InternalServerError)
        {
            // Stripe keeps a 500 under its key and answers it again for a day, also when the refund was made.
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
