using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>Intents, charges and refunds, each one statement.</summary>
internal static class PaymentTables
{
    public static Task InsertAsync(NpgsqlConnection db, PaymentIntent intent, CancellationToken cancellationToken) =>
        db.Command("INSERT INTO payment_intent (id, body) VALUES ($1, $2::jsonb)", intent.Id, StripeJson.Write(intent)).RunAsync(cancellationToken);

    public static Task InsertAsync(NpgsqlConnection db, Charge charge, CancellationToken cancellationToken) => db.Command(
        "INSERT INTO charge (id, payment_intent, body) VALUES ($1, $2, $3::jsonb)", charge.Id, charge.PaymentIntent, StripeJson.Write(charge)).RunAsync(cancellationToken);

    public static Task InsertAsync(NpgsqlConnection db, Refund refund, CancellationToken cancellationToken) => db.Command(
        "INSERT INTO refund (id, payment_intent, body) VALUES ($1, $2, $3::jsonb)", refund.Id, refund.PaymentIntent, StripeJson.Write(refund)).RunAsync(cancellationToken);

    /// <summary>Reads an intent and locks it to the end of the transaction: what follows is decided on what it is.</summary>
    public static Task<PaymentIntent?> LockIntentAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) =>
        OneAsync<PaymentIntent>(db, "SELECT body::text FROM payment_intent WHERE id = $1 FOR UPDATE", id, cancellationToken);

    public static Task<PaymentIntent?> ReadIntentAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) =>
        OneAsync<PaymentIntent>(db, "SELECT body::text FROM payment_intent WHERE id = $1", id, cancellationToken);

    public static Task<Charge?> ReadChargeAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) =>
        OneAsync<Charge>(db, "SELECT body::text FROM charge WHERE id = $1", id, cancellationToken);

    public static Task<Refund?> ReadRefundAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) =>
        OneAsync<Refund>(db, "SELECT body::text FROM refund WHERE id = $1", id, cancellationToken);

    /// <summary>Writes an intent; one that is no longer processing is no longer waited for.</summary>
    public static Task UpdateAsync(NpgsqlConnection db, PaymentIntent intent, CancellationToken cancellationToken) => db.Command(
        """
        UPDATE payment_intent SET body = $2::jsonb,
          settles_at = CASE WHEN $2::jsonb ->> 'status' = 'processing' THEN settles_at END
        WHERE id = $1
        """, intent.Id, StripeJson.Write(intent)).RunAsync(cancellationToken);

    public static Task SettleAtAsync(NpgsqlConnection db, string id, DateTimeOffset time, CancellationToken cancellationToken) =>
        db.Command("UPDATE payment_intent SET settles_at = $2 WHERE id = $1", id, time).RunAsync(cancellationToken);

    public static Task UpdateAsync(NpgsqlConnection db, Charge charge, CancellationToken cancellationToken) =>
        db.Command("UPDATE charge SET body = $2::jsonb WHERE id = $1", charge.Id, StripeJson.Write(charge)).RunAsync(cancellationToken);

    private static async Task<T?> OneAsync<T>(NpgsqlConnection db, string sql, string id, CancellationToken cancellationToken)
        where T : class =>
        await db.Command(sql, id).ScalarAsync<string>(cancellationToken) is { } body ? StripeJson.Read<T>(body) : null;
}
