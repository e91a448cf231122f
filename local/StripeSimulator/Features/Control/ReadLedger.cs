using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Features.Control;

internal sealed record LedgerEntry(
    string Id, long Amount, string Currency, long Captured, long Refunded, string Status, Dictionary<string, string> Metadata);

internal sealed record LedgerTotal(string Currency, int Intents, long Captured, long Refunded, long Net);

internal sealed record Ledger(IReadOnlyList<LedgerEntry> Intents, IReadOnlyList<LedgerTotal> Totals, long UndeliveredWebhooks);

/// <summary>All money that was taken and given back, for auditors: one consistent view.</summary>
internal static class ReadLedger
{
    private const string Entries =
        """
        SELECT intent.id, (intent.body ->> 'amount')::bigint, intent.body ->> 'currency', intent.status, intent.body ->> 'metadata',
          coalesce(sum((charge.body ->> 'amount_captured')::bigint), 0)::bigint,
          coalesce(sum((charge.body ->> 'amount_refunded')::bigint), 0)::bigint
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
        row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetInt64(5), row.GetInt64(6), row.GetString(3),
        StripeJson.Read<Dictionary<string, string>>(row.GetString(4)));

    private static LedgerTotal Total(IGrouping<string, LedgerEntry> group) => new(
        group.Key, group.Count(), group.Sum(entry => entry.Captured), group.Sum(entry => entry.Refunded),
        group.Sum(entry => entry.Captured - entry.Refunded));
}
