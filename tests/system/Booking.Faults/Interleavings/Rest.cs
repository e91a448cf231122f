using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Sales;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>Brings everything to rest as an idle night would: the jobs find what is left.</summary>
internal static class Rest
{
    private const int MostNights = 100;

    private const string UnfinishedPayments =
        """
        SELECT (SELECT count(*) FROM tbl_booking WHERE status IN ('PENDING_PAYMENT', 'REFUND_PENDING'))
          + (SELECT count(*) FROM tbl_payment_attempt WHERE outcome IN ('OPEN', 'REFUND_PENDING')
             OR (outcome = 'PAID' AND owed_minor > refunded_minor AND refund_block IS NULL)
             OR (outcome NOT IN ('PAID', 'REFUND_PENDING', 'REFUND_BLOCKED', 'REFUNDED') AND provider_settled_at IS NULL))
          + (SELECT count(*) FROM tbl_webhook_inbox WHERE delivered_at IS NULL)
        """;

    private const string PendingRefunds = "SELECT id FROM refund WHERE body ->> 'status' IN ('pending', 'requires_action')";

    private const string Holds = "SELECT count(*) FROM tbl_booking WHERE status = 'HELD'";

    /// <summary>For what is being paid or refunded. A seat that is held meanwhile stays held: late money must find it taken.</summary>
    private static readonly string[] LetPaymentsAge =
    [
        """
        UPDATE tbl_seat_claim claim SET expires_at = claim.expires_at - interval '1 day' FROM tbl_booking booking
        WHERE booking.id = claim.booking_id AND claim.status = 'HELD' AND booking.status = 'PENDING_PAYMENT'
        """,
        """
        UPDATE tbl_booking SET created_at = created_at - interval '1 day', expires_at = expires_at - interval '1 day',
          cancelled_at = cancelled_at - interval '1 day' WHERE status IN ('PENDING_PAYMENT', 'REFUND_PENDING')
        """,
        """
        UPDATE tbl_payment_attempt SET created_at = created_at - interval '1 day', settled_at = settled_at - interval '1 day',
          provider_due_at = provider_due_at - interval '1 day', refund_due_at = refund_due_at - interval '1 day', purged_at = now()
          WHERE outcome NOT IN ('PAID', 'REFUND_BLOCKED', 'REFUNDED') AND provider_settled_at IS NULL
             OR (outcome = 'PAID' AND owed_minor > refunded_minor)
        """,
    ];

    private static readonly string[] LetHoldsAge =
    [
        """
        UPDATE tbl_seat_claim claim SET expires_at = claim.expires_at - interval '1 day' FROM tbl_booking booking
        WHERE booking.id = claim.booking_id AND claim.status = 'HELD' AND booking.status = 'HELD'
        """,
        "UPDATE tbl_booking SET created_at = created_at - interval '1 day', expires_at = expires_at - interval '1 day' WHERE status = 'HELD'",
    ];

    public static async Task ReachAsync(World world)
    {
        do
        {
            await UntilNoneAsync(world, UnfinishedPayments, LetPaymentsAge, () => WorkAsync(world));
        }
        while (await new Webhooks(world).DeliverLostAsync() > 0);
        await UntilNoneAsync(world, Holds, LetHoldsAge, () => world.Part<EndedHolds>().ExpireBatchAsync(CancellationToken.None));
    }

    private static async Task WorkAsync(World world)
    {
        await new Webhooks(world).DeliverWaitingAsync();
        foreach (var step in world.Sweeper.Steps)
        {
            await world.Sweeper.SweepAsync(step, CancellationToken.None);
        }

        foreach (var refund in await world.Provider.RowsAsync(PendingRefunds, row => row.GetString(0)))
        {
            await world.Stripe.MoveThatRefundAsync(refund, "succeeded");
        }

        while (await world.Part<DueRefunds>().MakeBatchAsync(new Failures(), CancellationToken.None))
        {
            // The next batch.
        }
    }

    private static async Task UntilNoneAsync(World world, string unfinished, string[] age, Func<Task> work)
    {
        for (var night = 0; night < MostNights && await world.Database.ScalarAsync<long>(unfinished) > 0; night++)
        {
            foreach (var statement in age)
            {
                await world.Database.ExecuteAsync(statement);
            }

            await work();
        }
    }
}
