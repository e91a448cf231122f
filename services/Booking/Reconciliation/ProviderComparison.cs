using System.Net;
using Npgsql;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Payments;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Compares payment attempts with the provider's intents, refunds and disputes.</summary>
internal sealed class ProviderComparison(
    NpgsqlDataSource database, StripePayments stripe, StripeRefunds returns, PaymentSettlement settlement, Refunds refunds)
{
    /// <summary>An intent may be made long after its attempt, when the provider was down.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);

    public async Task<List<Finding>> FindAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        // Reads the provider first: an attempt is written before its intent is made, so each intent that is read has its attempt by now.
        var intents = await stripe.IntentsSinceAsync(since, cancellationToken)
            .Where(intent => AttemptOf(intent) is not null).ToDictionaryAsync(intent => intent.Id, cancellationToken: cancellationToken);
        var refunded = (await returns.RefundsSinceAsync(since, cancellationToken).ToListAsync(cancellationToken)).ToLookup(refund => refund.PaymentIntentId);
        var disputed = (await returns.DisputesSinceAsync(since, cancellationToken).ToListAsync(cancellationToken)).ToLookup(dispute => dispute.PaymentIntentId);
        var attempts = (await Discrepancies.AttemptsAsync(database, since - Before, cancellationToken)).ToDictionary(facts => facts.Attempt.Id);

        List<Finding> findings = [];
        foreach (var facts in attempts.Values.Where(facts => facts.Attempt.IntentId is { } id && !intents.ContainsKey(id)))
        {
            if (await FindUnlistedAsync(facts, since, cancellationToken) is { } finding)
            {
                findings.Add(finding);
            }
        }

        findings.AddRange(intents.Values.Select(intent =>
            Find(
                attempts.GetValueOrDefault(AttemptOf(intent)!.Value),
                intent,
                ProviderMoney.Of(
                    [.. refunded[intent.Id]],
                    [.. disputed[intent.Id]],
                    intent.Currency,
                    ProviderMoney.Minor(intent.Currency, intent.AmountReceived)))).OfType<Finding>());
        findings.AddRange(attempts.Values.Select(facts => facts.Attempt)
            .Where(attempt => attempt.IntentId is null && BookingAutomaton.HasReceivedMoney(attempt.Outcome))
            .Select(attempt => new Finding("no-money", $"{attempt.BookingId}", $"attempt {attempt.Id} is {attempt.Outcome.Code()} without an intent")));
        return findings;
    }

    private static Guid? AttemptOf(PaymentIntent intent) =>
        Guid.TryParse(intent.Metadata?.GetValueOrDefault(StripePayments.AttemptKey), out var id) ? id : null;

    private Finding? Find(AttemptFacts? ours, PaymentIntent theirs, ReturnedMoney money) =>
        IntentRules.Judge(ours, theirs, money) is not var (kind, detail, remedy) ? null
        : new Finding(kind, $"{ours?.Attempt.BookingId ?? AttemptOf(theirs)}", $"{theirs.Id}: {detail}")
        {
            Repair = remedy switch
            {
                Remedy.End => cancel => settlement.EndAsync(ours!.Attempt.Id, EndReason.TimeOver, mayWait: false, cancel),
                Remedy.Ask => cancel => refunds.AskAsync(ours!.Attempt.Id, cancel),
                _ => null,
            },
        };

    /// <summary>Asks for one that is not in the list: it is older, or the provider does not know it.</summary>
    private async Task<Finding?> FindUnlistedAsync(AttemptFacts facts, DateTimeOffset since, CancellationToken cancellationToken)
    {
        try
        {
            var intent = await stripe.GetAsync(facts.Attempt.IntentId!, cancellationToken);
            return intent.Created < since ? null : Find(facts, intent, new ReturnedMoney(0));
        }
        catch (StripeException exception) when (exception.HttpStatusCode == HttpStatusCode.NotFound)
        {
            return new Finding("intent-missing", $"{facts.Attempt.BookingId}", $"{facts.Attempt.IntentId}: the provider does not know it");
        }
    }
}
