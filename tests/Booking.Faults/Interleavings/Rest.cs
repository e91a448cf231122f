using TicketBooking.Booking.Data;
using TicketBooking.Booking.Faults.Audit;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>Brings everything to rest as an idle night would: the jobs find what is left.</summary>
internal static class Rest
{
    private const int MostNights = 100;

    private const string Unfinished =
        """
        SELECT (SELECT count(*) FROM tbl_booking WHERE status IN ('HELD', 'PENDING_PAYMENT', 'REFUND_PENDING'))
          + (SELECT count(*) FROM tbl_payment_attempt WHERE outcome IN ('OPEN', 'REFUND_PENDING')
             OR (outcome NOT IN ('PAID', 'REFUNDED') AND provider_settled_at IS NULL))
          + (SELECT count(*) FROM tbl_webhook_inbox WHERE delivered_at IS NULL)
        """;

    private static readonly string[] LetTimePass =
    [
        """
        UPDATE tbl_booking SET created_at = created_at - interval '1 day', expires_at = expires_at - interval '1 day',
          cancelled_at = cancelled_at - interval '1 day' WHERE status IN ('HELD', 'PENDING_PAYMENT', 'REFUND_PENDING')
        """,
        "UPDATE tbl_seat_claim SET expires_at = expires_at - interval '1 day' WHERE status = 'HELD'",
        """
        UPDATE tbl_payment_attempt SET created_at = created_at - interval '1 day', settled_at = settled_at - interval '1 day',
          provider_due_at = provider_due_at - interval '1 day', purged_at = now()
          WHERE outcome NOT IN ('PAID', 'REFUNDED') AND provider_settled_at IS NULL
        """,
    ];

    public static async Task ReachAsync(World world)
    {
        for (var night = 0; night < MostNights && await world.Database.ScalarAsync<long>(Unfinished) > 0; night++)
        {
            await new Webhooks(world).DeliverWaitingAsync();
            foreach (var statement in LetTimePass)
            {
                await world.Database.ExecuteAsync(statement);
            }

            await world.Part<EndedHolds>().ExpireBatchAsync(CancellationToken.None);
            await world.Sweeper.SweepAsync(CancellationToken.None);
        }
    }
}
