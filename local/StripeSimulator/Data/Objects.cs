using Npgsql;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>Intents, charges and refunds, each one statement.</summary>
internal static class Objects
{
    public static Task Insert(this NpgsqlConnection db, PaymentIntent intent, CancellationToken cancel) =>
        db.Execute("insert into payment_intent (id, body) values ($1, $2::jsonb)", cancel, intent.Id, StripeJson.Write(intent));

    public static Task Insert(this NpgsqlConnection db, Charge charge, CancellationToken cancel) => db.Execute(
        "insert into charge (id, payment_intent, body) values ($1, $2, $3::jsonb)",
        cancel, charge.Id, charge.PaymentIntent, StripeJson.Write(charge));

    public static Task Insert(this NpgsqlConnection db, Refund refund, CancellationToken cancel) => db.Execute(
        "insert into refund (id, payment_intent, body) values ($1, $2, $3::jsonb)",
        cancel, refund.Id, refund.PaymentIntent, StripeJson.Write(refund));

    /// <summary>Reads an intent and locks it to the end of the transaction: what follows is decided on what it is.</summary>
    public static Task<PaymentIntent?> LockIntent(this NpgsqlConnection db, string id, CancellationToken cancel) =>
        db.One<PaymentIntent>("select body::text from payment_intent where id = $1 for update", id, cancel);

    public static Task<PaymentIntent?> ReadIntent(this NpgsqlConnection db, string id, CancellationToken cancel) =>
        db.One<PaymentIntent>("select body::text from payment_intent where id = $1", id, cancel);

    public static Task<Charge?> ReadCharge(this NpgsqlConnection db, string id, CancellationToken cancel) =>
        db.One<Charge>("select body::text from charge where id = $1", id, cancel);

    public static Task<Refund?> ReadRefund(this NpgsqlConnection db, string id, CancellationToken cancel) =>
        db.One<Refund>("select body::text from refund where id = $1", id, cancel);

    /// <summary>Writes an intent; one that is no longer processing is no longer waited for.</summary>
    public static Task Update(this NpgsqlConnection db, PaymentIntent intent, CancellationToken cancel) => db.Execute(
        """
        update payment_intent set body = $2::jsonb,
          settles_at = case when $2::jsonb ->> 'status' = 'processing' then settles_at end
        where id = $1
        """,
        cancel, intent.Id, StripeJson.Write(intent));

    public static Task SettleAt(this NpgsqlConnection db, string id, DateTimeOffset time, CancellationToken cancel) =>
        db.Execute("update payment_intent set settles_at = $2 where id = $1", cancel, id, time);

    public static Task Update(this NpgsqlConnection db, Charge charge, CancellationToken cancel) =>
        db.Execute("update charge set body = $2::jsonb where id = $1", cancel, charge.Id, StripeJson.Write(charge));

    private static async Task<T?> One<T>(this NpgsqlConnection db, string sql, string id, CancellationToken cancel)
        where T : class =>
        await db.Scalar<string>(sql, cancel, id) is { } body ? StripeJson.Read<T>(body) : null;
}
