using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Features.Control;

/// <param name="Id">The intent.</param>
/// <param name="Amount">Its amount.</param>
/// <param name="Currency">Of all amounts.</param>
/// <param name="Captured">What was taken.</param>
/// <param name="Refunded">What refunds gave back, or are giving back.</param>
/// <param name="Pending">The part of it that is not there yet.</param>
/// <param name="Disputed">What open disputes keep.</param>
/// <param name="Lost">What lost disputes gave back.</param>
/// <param name="Status">Of the intent.</param>
/// <param name="Metadata">Of the intent.</param>
internal sealed record LedgerEntry(
    string Id,
    long Amount,
    string Currency,
    long Captured,
    long Refunded,
    long Pending,
    long Disputed,
    long Lost,
    string Status,
    Dictionary<string, string> Metadata);

internal sealed record LedgerTotal(string Currency, int Intents, long Captured, long Refunded, long Lost, long Net);

internal sealed record Ledger(IReadOnlyList<LedgerEntry> Intents, IReadOnlyList<LedgerTotal> Totals, long UndeliveredWebhooks);

/// <summary>All money that was taken and given back, for auditors: one consistent view.</summary>
internal static class ReadLedger
{
    private const string Entries =
        """
        SELECT intent.id, (intent.body ->> 'amount')::bigint, intent.body ->> 'currency', intent.status, intent.body ->> 'metadata',
          coalesce(sum((charge.body ->> 'amount_captured')::bigint), 0)::bigint,
          coalesce(sum((charge.body ->> 'amount_refunded')::bigint), 0)::bigint,
          (SELECT coalesce(sum((body ->> 'amount')::bigint), 0)::bigint FROM refund
           WHERE refund.payment_intent = intent.id AND body ->> 'status' IN ('pending', 'requires_action')),
          (SELECT coalesce(sum((body ->> 'amount')::bigint), 0)::bigint FROM dispute
           WHERE dispute.payment_intent = intent.id AND body ->> 'status' NOT IN ('won', 'lost')),
          (SELECT coalesce(sum((body ->> 'amount')::bigint), 0)::bigint FROM dispute
           WHERE dispute.payment_intent = intent.id AND body ->> 'status' = 'lost')
        FROM payment_intent intent LEFT JOIN charge ON charge.payment_intent = intent.id
        GROUP BY intent.id ORDER BY intent.seq
        """;

    private const string Undelivered = "SELECT count(*) FROM webhook_delivery WHERE delivered_at IS NULL AND NOT dropped";

    public static async Task<Ok<Ledger>> HandleAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var db = await source.OpenConnectionAsync(cancellationToken);
        var entries = await db.Command(Entries).ListAsync(Read, cancellationToken);
        var totals = entries.GroupBy(entry => entry.Currency).Select(Total).ToList();
        return TypedResults.Ok(new Ledger(entries, totals, await db.Command(Undelivered).ScalarAsync<long>(cancellationToken)));
    }

    private static LedgerEntry Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetString(3),
        StripeJson.Read<Dictionary<string, string>>(row.GetString(4)));

    private static LedgerTotal Total(IGrouping<string, LedgerEntry> group) => new(
        group.Key, group.Count(), group.Sum(entry => entry.Captured), group.Sum(entry => entry.Refunded),
        group.Sum(entry => entry.Lost), group.Sum(entry => entry.Captured - entry.Refunded - entry.Lost));
}
