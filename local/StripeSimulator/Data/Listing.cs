using System.Text.Json;
using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>Stripe's lists: newest first, <c>limit</c>, <c>starting_after</c>.</summary>
internal static class Listing
{
    public static Task<ListOf<JsonElement>> Intents(Call call, CancellationToken cancel) =>
        Page(call, "/v1/payment_intents", "payment_intent", "$4::text is null or body ->> 'customer' = $4", "customer", cancel);

    public static Task<ListOf<JsonElement>> Refunds(Call call, CancellationToken cancel) =>
        Page(call, "/v1/refunds", "refund", "$4::text is null or payment_intent = $4", "payment_intent", cancel);

    public static Task<ListOf<JsonElement>> Events(Call call, CancellationToken cancel) =>
        Page(call, "/v1/events", "event", "$4::text is null or type = $4", "type", cancel);

    private static async Task<ListOf<JsonElement>> Page(
        Call call, string url, string table, string filter, string filterParameter, CancellationToken cancel)
    {
        var limit = call.Parameters.Integer("limit") ?? 10;
        if (limit is < 1 or > 100)
        {
            throw Errors.InvalidParameter("limit", "parameter_invalid_integer", "This value must be between 1 and 100.");
        }

        var sql = $"""
            select body::text from {table}
            where ({filter}) and ($2 < 0 or created_in(body) >= $2)
              and ($1::text is null or seq < (select seq from {table} where id = $1))
            order by seq desc limit $3
            """;
        var rows = await call.Db.Rows(
            sql, row => StripeJson.Read<JsonElement>(row.GetString(0)), cancel,
            Nullable(call.Parameters.Text("starting_after")), call.Parameters.Integer("created[gte]") ?? -1, limit + 1,
            Nullable(call.Parameters.Text(filterParameter)));
        return new ListOf<JsonElement>(url, rows[..Math.Min(rows.Count, (int)limit)], rows.Count > limit);
    }

    private static object Nullable(string? text) => (object?)text ?? DBNull.Value;
}
