using System.Text.Json.Serialization;
using Dapr.Workflow;

namespace TicketBooking.Booking.Payments;

/// <summary>The workflow's input: ids and limits, no state.</summary>
/// <param name="AttemptId">The attempt; also the workflow's instance id.</param>
/// <param name="EndsAt">When the time to pay is over.</param>
/// <param name="MaxDeclines">Declined cards that end it.</param>
/// <param name="LastWait">How long to wait for a payment that is under way at the end. Keeps its first JSON name: inputs are stored.</param>
/// <param name="First">The news that it was started for; null when it was started for its end, or before any news.</param>
internal sealed record PaymentInput(
    Guid AttemptId, DateTimeOffset EndsAt, int MaxDeclines, [property: JsonPropertyName("patience")] TimeSpan LastWait, PaymentResult? First = null);

/// <summary>The external event that the workflow waits for.</summary>
/// <param name="EventId">The provider's event, to recognise a repeated one; empty when it comes from this service.</param>
/// <param name="News">What happened.</param>
internal sealed record PaymentResult(string EventId, PaymentNews News);

internal enum PaymentNews
{
    Succeeded,
    Declined,
    Canceled,
    Processing,
    Abandoned,
}

/// <summary>
/// Acts on the news that it was started for, and waits for more until the time to pay is over; then asks the provider. A payment that is paid at
/// once is one activity between two turns, without a timer. The tables hold the state, so it may be lost, late or run twice without harm.
/// </summary>
internal sealed class PaymentWorkflow : Workflow<PaymentInput, string>
{
    public const string ResultEvent = "PaymentResult";

    private static readonly WorkflowTaskOptions Retry = new(new WorkflowRetryPolicy(
        maxNumberOfAttempts: 40,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(1)));

    public override async Task<string> RunAsync(WorkflowContext context, PaymentInput input)
    {
        var declines = new HashSet<string>();
        var until = input.EndsAt.UtcDateTime;
        var first = input.First;
        while (true)
        {
            var stop = await WaitForMoneyAsync(context, input, first, until, declines);
            first = null;
            if (stop is not { } reason)
            {
                if (await ConfirmAsync(context, input) is var status && status != ConfirmBooking.NotPaid)
                {
                    return status;
                }

                continue;
            }

            var end = await EndAsync(context, new EndPaymentInput(input.AttemptId, reason, MayWait: true));
            switch (end.Ending)
            {
                case PaymentEnding.TooEarly:
                    until = context.CurrentUtcDateTime + end.Remaining;
                    continue;
                case PaymentEnding.Processing:
                    return await WaitForLastMoneyAsync(context, input, reason);
                default:
                    return end.Ending.ToString();
            }
        }
    }

    /// <summary>Returns null when money is said to have arrived, else why to stop waiting.</summary>
    private static async Task<EndReason?> WaitForMoneyAsync(
        WorkflowContext context, PaymentInput input, PaymentResult? first, DateTime until, HashSet<string> declines)
    {
        for (var news = first ?? await NextAsync(context, until); news is not null; news = await NextAsync(context, until))
        {
            switch (news.News)
            {
                case PaymentNews.Succeeded:
                    return null;
                case PaymentNews.Declined when declines.Add(news.EventId) && declines.Count >= input.MaxDeclines:
                    return EndReason.CardsUsedUp;
                case PaymentNews.Canceled:
                    return EndReason.IntentCanceled;
                case PaymentNews.Abandoned:
                    return EndReason.Abandoned;
            }
        }

        return EndReason.TimeOver;
    }

    private static async Task<PaymentResult?> NextAsync(WorkflowContext context, DateTime until)
    {
        var remaining = until - context.CurrentUtcDateTime;
        if (remaining <= TimeSpan.Zero)
        {
            return null;
        }

        try
        {
            return await context.WaitForExternalEventAsync<PaymentResult>(ResultEvent, remaining);
        }
        catch (TaskCanceledException)
        {
            return null;
        }
    }

    private static Task<string> ConfirmAsync(WorkflowContext context, PaymentInput input) =>
        context.CallActivityAsync<string>(nameof(ConfirmBooking), input.AttemptId, Retry);

    /// <summary>Waits once more, with a limit, for a payment under way; what comes later is late money.</summary>
    private static async Task<string> WaitForLastMoneyAsync(WorkflowContext context, PaymentInput input, EndReason reason)
    {
        var end = context.CurrentUtcDateTime + input.LastWait;
        PaymentResult? result;
        do
        {
            result = await NextAsync(context, end);
        }
        while (result?.News == PaymentNews.Processing);
        return result?.News == PaymentNews.Succeeded && await ConfirmAsync(context, input) is var status && status != ConfirmBooking.NotPaid
            ? status
            : (await EndAsync(context, new EndPaymentInput(input.AttemptId, reason, MayWait: false))).Ending.ToString();
    }

    private static Task<EndPaymentResult> EndAsync(WorkflowContext context, EndPaymentInput input) =>
        context.CallActivityAsync<EndPaymentResult>(nameof(EndPayment), input, Retry);
}
