using Npgsql;
using TicketBooking.Booking.Faults.Audit;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>Makes what the tables have of payments a minute older.</summary>
internal static class Time
{
    public static async Task PassAsync(NpgsqlDataSource database)
    {
        await database.ExecuteAsync(
            """
            UPDATE tbl_payment_attempt SET created_at = created_at - interval '1 minute', settled_at = settled_at - interval '1 minute',
              provider_due_at = provider_due_at - interval '1 minute', refund_due_at = refund_due_at - interval '1 minute',
              workflow_due_at = workflow_due_at - interval '1 minute'
            """);
        await database.ExecuteAsync(
            "UPDATE tbl_booking SET cancelled_at = cancelled_at - interval '1 minute' WHERE status = 'PENDING_PAYMENT'");
        await database.ExecuteAsync("UPDATE tbl_webhook_inbox SET due_at = due_at - interval '1 minute' WHERE delivered_at IS NULL");
    }

    /// <summary>Requests of the dead process have lost their claim on their keys, too.</summary>
    public static async Task PassWithoutBookingAsync(NpgsqlDataSource database)
    {
        await PassAsync(database);
        await database.ExecuteAsync("UPDATE tbl_idempotency_key SET claimed_at = claimed_at - interval '2 minutes' WHERE completed_at IS NULL");
    }
}
