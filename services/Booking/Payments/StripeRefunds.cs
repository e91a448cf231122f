using System.Globalization;
using System.Net;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>The answer to a refund.</summary>
/// <param name="Money">Where the money is.</param>
/// <param name="Refusal">Why the provider refuses for good; null when it does not.</param>
internal sealed record RefundAnswer(ReturnedMoney Money, string? Refusal = null);

/// <summary>Asks Stripe for refunds, and about refunds and disputes.</summary>
internal sealed class StripeRefunds(IStripeClient stripe)
{
    public const string NumberKey = "refundNumber";

    private const string AlreadyRefunded = "charge_already_refunded";
    private const string ReplayedHeader = "Idempotent-Replayed";

    private readonly RefundService _refunds = new(stripe);
    private readonly DisputeService _disputes = new(stripe);

    /// <summary>
    /// Refunds what <see cref="RefundRow.AskMinor"/> says of an attempt's money, once for each <see cref="RefundRow.Number"/>. What Stripe then
    /// says about all of its money counts, except for a fresh refund of everything that has succeeded.
    /// </summary>
    /// <exception cref="StripeException">Nothing is certain: try again with the same number.</exception>
    public async Task<RefundAnswer> RefundAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        try
        {
            var refund = await Spans.RunAsync(Steps.StripeRefund, () => CreateAsync(attempt, cancellationToken));
            var isEverything = refund.Status == RefundStatuses.Succeeded && refund.Amount == attempt.ProviderAmount;
            return isEverything && !IsReplayed(refund)
                ? new RefundAnswer(ProviderMoney.Of([refund], [], attempt))
                : new RefundAnswer(await AskAsync(attempt, cancellationToken));
        }
        catch (StripeException exception) when (exception.StripeError?.Code == AlreadyRefunded)
        {
            // Stripe deletes keys after a day, and the money may have gone back without us.
            return new RefundAnswer(await AskAsync(attempt, cancellationToken));
        }
        catch (StripeException exception) when (IsRefusal(exception))
        {
            return new RefundAnswer(await AskAsync(attempt, cancellationToken), ReasonOf(exception));
        }
        catch (StripeException exception) when (exception.HttpStatusCode >= HttpStatusCode.InternalServerError)
        {
            // Stripe keeps a 500 under its key and repeats it for a day, also when the refund was made: then it has this number.
            var money = await AskAsync(attempt, cancellationToken);
            if (money.LastNumber < attempt.Refund.Number && money.Returned + money.UnderWay < attempt.OwedMinor)
            {
                throw;
            }

            return new RefundAnswer(money);
        }
    }

    /// <summary>Asks where the money of an attempt is.</summary>
    public async Task<ReturnedMoney> AskAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (attempt.IntentId is not { } intent)
        {
            return new ReturnedMoney(0);
        }

        var refunds = await Spans.RunAsync(Steps.StripeListRefunds, () => _refunds.ListAutoPagingAsync(
            new RefundListOptions { PaymentIntent = intent, Limit = StripePayments.PageSize }, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken).AsTask());
        var disputes = await Spans.RunAsync(Steps.StripeListDisputes, () => _disputes.ListAutoPagingAsync(
            new DisputeListOptions { PaymentIntent = intent, Limit = StripePayments.PageSize }, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken).AsTask());
        return ProviderMoney.Of(refunds, disputes, attempt);
    }

    /// <summary>Lists the refunds made since a time, newest first, in any status.</summary>
    public IAsyncEnumerable<Refund> RefundsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _refunds.ListAutoPagingAsync(
            new RefundListOptions { Limit = StripePayments.PageSize, Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime } },
            cancellationToken: cancellationToken);

    /// <summary>Lists the disputes begun since a time, newest first, in any status.</summary>
    public IAsyncEnumerable<Dispute> DisputesSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _disputes.ListAutoPagingAsync(
            new DisputeListOptions { Limit = StripePayments.PageSize, Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime } },
            cancellationToken: cancellationToken);

    private Task<Refund> CreateAsync(AttemptRow attempt, CancellationToken cancellationToken) => _refunds.CreateAsync(
        new RefundCreateOptions
        {
            PaymentIntent = attempt.IntentId,
            Amount = attempt.Refund.AskMinor is { } part ? attempt.InProviderUnits(part) : null,
            Metadata = new Dictionary<string, string>
            {
                [StripePayments.AttemptKey] = attempt.Id.ToString(),
                [NumberKey] = attempt.Refund.Number.ToString(CultureInfo.InvariantCulture),
            },
        },
        new RequestOptions { IdempotencyKey = $"refund-{attempt.Id}-{attempt.Refund.Number}" },
        cancellationToken);

    /// <summary>Whether it is a kept answer, which says how the refund was and not how it is.</summary>
    private static bool IsReplayed(Refund refund) =>
        refund.StripeResponse.Headers.TryGetValues(ReplayedHeader, out var values) && values.Contains("true");

    /// <summary>Whether Stripe has refused this refund for good; an unknown intent too.</summary>
    private static bool IsRefusal(StripeException exception) =>
        StripePayments.IsRefusal(exception)
        || exception is { HttpStatusCode: HttpStatusCode.NotFound, StripeError.Type: "invalid_request_error" };

    private static string ReasonOf(StripeException exception) =>
        exception.StripeError is { Code: { Length: > 0 and <= 255 } code } ? code : $"http_{(int)exception.HttpStatusCode}";
}
