using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>Intents, charges, refunds and disputes, each one statement.</summary>
internal static class PaymentTables
{
    public static Task InsertAsync(NpgsqlConnection db, PaymentIntent intent, CancellationToken cancellationToken) =>
        db.Command("INSERT INTO payment_intent (id, body) VALUES ($1, $2::jsonb)", intent.Id, StripeJson.Write(intent)).RunAsync(cancellationToken);

    public static Task InsertAsync(NpgsqlConnection db, Charge charge, CancellationToken cancellationToken) => db.Command(
        "INSERT INTO charge (id, payment_intent, body) VALUES ($1, $2, $3::jsonb)", charge.Id, charge.PaymentIntent, StripeJson.Write(charge)).RunAsync(cancellationToken);

    public static Task InsertAsync(NpgsqlConnection db, Refund refund, CancellationToken cancellationToken) => db.Command(
        "INSERT INTO refund (id, payment_intent, body) VALUES ($1, $2, $3::jsonb)", refund.Id, refund.PaymentIntent, StripeJson.Write(refund)).RunAsync(cancellationToken);

    public static Task InsertAsync(NpgsqlConnection db, Dispute dispute, CancellationToken cancellationToken) => db.Command(
        "INSERT INTO dispute (id, payment_intent, body) VALUES ($1, $2, $3::jsonb)", dispute.Id, dispute.PaymentIntent, StripeJson.Write(dispute)).RunAsync(cancellationToken);

    /// <summary>Reads an intent and locks it to the end of the transaction: what follows is decided on what it is.</summary>
    public static Task<PaymentIntent?> LockIntentAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) =>
        OneAsync<PaymentIntent>(db, "SELECT body::text FROM payment_intent WHERE id = $1 FOR UPDATE", id, cancellationToken);

    public static Task<PaymentIntent?> ReadIntentAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) =>
        OneAsync<PaymentIntent>(db, "SELECT body::text FROM payment_intent WHERE id = $1", id, cancellationToken);

    public static Task<Charge?> ReadChargeAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) =>
        OneAsync<Charge>(db, "SELECT body::text FROM charge WHERE id = $1", id, cancellationToken);

    public static Task<Refund?> ReadRefundAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) =>
        OneAsync<Refund>(db, "SELECT body::text FROM refund WHERE id = $1", id, cancellationToken);

    public static Task<Dispute?> ReadDisputeAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) =>
        OneAsync<Dispute>(db, "SELECT body::text FROM dispute WHERE id = $1", id, cancellationToken);

    /// <summary>Locks the refund's intent too, as whatever makes refunds does.</summary>
    public static Task<Refund?> LockRefundAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) => OneAsync<Refund>(
        db,
        "SELECT refund.body::text FROM payment_intent intent JOIN refund ON refund.payment_intent = intent.id WHERE refund.id = $1 FOR UPDATE",
        id,
        cancellationToken);

    /// <summary>Locks the dispute's intent too, as whatever makes refunds does.</summary>
    public static Task<Dispute?> LockDisputeAsync(NpgsqlConnection db, string id, CancellationToken cancellationToken) => OneAsync<Dispute>(
        db,
        "SELECT dispute.body::text FROM payment_intent intent JOIN dispute ON dispute.payment_intent = intent.id WHERE dispute.id = $1 FOR UPDATE",
        id,
        cancellationToken);

    /// <summary>Whether a dispute of the intent has its money; then it cannot be refunded.</summary>
    public static Task<bool> IsDisputedAsync(NpgsqlConnection db, string intentId, CancellationToken cancellationToken) => db.Command(
        "SELECT EXISTS (SELECT 1 FROM dispute WHERE payment_intent = $1 AND body ->> 'status' <> 'won')", intentId).ScalarAsync<bool>(cancellationToken);

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

    public static Task UpdateAsync(NpgsqlConnection db, Refund refund, CancellationToken cancellationToken) =>
        db.Command("UPDATE refund SET body = $2::jsonb WHERE id = $1", refund.Id, StripeJson.Write(refund)).RunAsync(cancellationToken);

    public static Task UpdateAsync(NpgsqlConnection db, Dispute dispute, CancellationToken cancellationToken) =>
        db.Command("UPDATE dispute SET body = $2::jsonb WHERE id = $1", dispute.Id, StripeJson.Write(dispute)).RunAsync(cancellationToken);

    private static async Task<T?> OneAsync<T>(NpgsqlConnection db, string sql, string id, CancellationToken cancellationToken)
        where T : class =>
        await db.Command(sql, id).ScalarAsync<string>(cancellationToken) is { } body ? StripeJson.Read<T>(body) : null;
}
