using System.Text.Json;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>Stripe's lists: newest first, <c>limit</c>, <c>starting_after</c>.</summary>
internal static class Listing
{
    public static Task<ListOf<JsonElement>> IntentsAsync(NpgsqlConnection db, Parameters parameters, CancellationToken cancellationToken) =>
        PageAsync(db, parameters, "/v1/payment_intents", "payment_intent", "$4::text IS NULL OR body ->> 'customer' = $4", "customer", cancellationToken);

    public static Task<ListOf<JsonElement>> RefundsAsync(NpgsqlConnection db, Parameters parameters, CancellationToken cancellationToken) =>
        PageAsync(db, parameters, "/v1/refunds", "refund", "$4::text IS NULL OR payment_intent = $4", "payment_intent", cancellationToken);

    public static Task<ListOf<JsonElement>> DisputesAsync(NpgsqlConnection db, Parameters parameters, CancellationToken cancellationToken) =>
        PageAsync(db, parameters, "/v1/disputes", "dispute", "$4::text IS NULL OR payment_intent = $4", "payment_intent", cancellationToken);

    public static Task<ListOf<JsonElement>> EventsAsync(NpgsqlConnection db, Parameters parameters, CancellationToken cancellationToken) =>
        PageAsync(db, parameters, "/v1/events", "event", "$4::text IS NULL OR type = $4", "type", cancellationToken);

    private static async Task<ListOf<JsonElement>> PageAsync(
        NpgsqlConnection db, Parameters parameters, string url, string table, string filter, string filterParameter, CancellationToken cancellationToken)
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
        var rows = await db.Command(
            sql,
            Nullable(parameters.Text("starting_after")), parameters.Integer("created[gte]") ?? -1, limit + 1,
            Nullable(parameters.Text(filterParameter))).ListAsync(row => StripeJson.Read<JsonElement>(row.GetString(0)), cancellationToken);
        return new ListOf<JsonElement>(url, rows[..Math.Min(rows.Count, (int)limit)], rows.Count > limit);
    }

    private static object Nullable(string? text) => (object?)text ?? DBNull.Value;
}
