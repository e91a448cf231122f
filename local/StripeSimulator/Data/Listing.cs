using System.Text.Json;
using Npgsql;
using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>Stripe's lists: newest first, <c>limit</c>, <c>starting_after</c>.</summary>
internal static class Listing
{
    public static Task<ListOf<JsonElement>> Intents(NpgsqlConnection db, Parameters parameters, CancellationToken cancel) =>
        Page(db, parameters, "/v1/payment_intents", "payment_intent", "$4::text IS NULL OR body ->> 'customer' = $4", "customer", cancel);

    public static Task<ListOf<JsonElement>> Refunds(NpgsqlConnection db, Parameters parameters, CancellationToken cancel) =>
        Page(db, parameters, "/v1/refunds", "refund", "$4::text IS NULL OR payment_intent = $4", "payment_intent", cancel);

    public static Task<ListOf<JsonElement>> Events(NpgsqlConnection db, Parameters parameters, CancellationToken cancel) =>
        Page(db, parameters, "/v1/events", "event", "$4::text IS NULL OR type = $4", "type", cancel);

    private static async Task<ListOf<JsonElement>> Page(
        NpgsqlConnection db, Parameters parameters, string url, string table, string filter, string filterParameter, CancellationToken cancel)
    {
        var limit = parameters.Integer("limit") ?? 10;
        if (limit is < 1 or > 100)
        {
            throw Errors.InvalidParameter("limit", "parameter_invalid_integer", "This value must be between 1 and 100.");
        }

        var sql = $"""
            SELECT body::text FROM {table}
            WHERE ({filter}) AND ($2 < 0 OR created_in(body) >= $2)
              AND ($1::text IS NULL OR seq < (SELECT seq FROM {table} WHERE id = $1))
            ORDER BY seq DESC LIMIT $3
            """;
        var rows = await db.Rows(
            sql, row => StripeJson.Read<JsonElement>(row.GetString(0)), cancel,
            Nullable(parameters.Text("starting_after")), parameters.Integer("created[gte]") ?? -1, limit + 1,
            Nullable(parameters.Text(filterParameter)));
        return new ListOf<JsonElement>(url, rows[..Math.Min(rows.Count, (int)limit)], rows.Count > limit);
    }

    private static object Nullable(string? text) => (object?)text ?? DBNull.Value;
}
