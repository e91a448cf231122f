using Npgsql;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>Intents, charges and refunds, each one statement.</summary>
internal static class Objects
{
    public static Task Insert(this NpgsqlConnection db, PaymentIntent intent, CancellationToken cancel) =>
        db.Execute("INSERT INTO payment_intent (id, body) VALUES ($1, $2::jsonb)", cancel, intent.Id, StripeJson.Write(intent));

    public static Task Insert(this NpgsqlConnection db, Charge charge, CancellationToken cancel) => db.Execute(
        "INSERT INTO charge (id, payment_intent, body) VALUES ($1, $2, $3::jsonb)",
        cancel, charge.Id, charge.PaymentIntent, StripeJson.Write(charge));

    public static Task Insert(this NpgsqlConnection db, Refund refund, CancellationToken cancel) => db.Execute(
        "INSERT INTO refund (id, payment_intent, body) VALUES ($1, $2, $3::jsonb)",
        cancel, refund.Id, refund.PaymentIntent, StripeJson.Write(refund));

    /// <summary>Reads an intent and locks it to the end of the transaction: what follows is decided on what it is.</summary>
    public static Task<PaymentIntent?> LockIntent(this NpgsqlConnection db, string id, CancellationToken cancel) =>
        db.One<PaymentIntent>("SELECT body::text FROM payment_intent WHERE id = $1 FOR UPDATE", id, cancel);

    public static Task<PaymentIntent?> ReadIntent(this NpgsqlConnection db, string id, CancellationToken cancel) =>
        db.One<PaymentIntent>("SELECT body::text FROM payment_intent WHERE id = $1", id, cancel);

    public static Task<Charge?> ReadCharge(this NpgsqlConnection db, string id, CancellationToken cancel) =>
        db.One<Charge>("SELECT body::text FROM charge WHERE id = $1", id, cancel);

    public static Task<Refund?> ReadRefund(this NpgsqlConnection db, string id, CancellationToken cancel) =>
        db.One<Refund>("SELECT body::text FROM refund WHERE id = $1", id, cancel);

    /// <summary>Writes an intent; one that is no longer processing is no longer waited for.</summary>
    public static Task Update(this NpgsqlConnection db, PaymentIntent intent, CancellationToken cancel) => db.Execute(
        """
        UPDATE payment_intent SET body = $2::jsonb,
          settles_at = CASE WHEN $2::jsonb ->> 'status' = 'processing' THEN settles_at END
        WHERE id = $1
        """,
        cancel, intent.Id, StripeJson.Write(intent));

    public static Task SettleAt(this NpgsqlConnection db, string id, DateTimeOffset time, CancellationToken cancel) =>
        db.Execute("UPDATE payment_intent SET settles_at = $2 WHERE id = $1", cancel, id, time);

    public static Task Update(this NpgsqlConnection db, Charge charge, CancellationToken cancel) =>
        db.Execute("UPDATE charge SET body = $2::jsonb WHERE id = $1", cancel, charge.Id, StripeJson.Write(charge));

    private static async Task<T?> One<T>(this NpgsqlConnection db, string sql, string id, CancellationToken cancel)
        where T : class =>
        await db.Scalar<string>(sql, cancel, id) is { } body ? StripeJson.Read<T>(body) : null;
}
