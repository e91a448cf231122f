using TicketBooking.Booking.Faults.Audit;

namespace TicketBooking.Booking.Faults.Sweeps;

/// <summary>One kind of unfinished payment: what its rows look like, which of them fail, and how a finished one looks.</summary>
/// <param name="Step">Name of the sweeper's step.</param>
/// <param name="Booking">Status of the booking.</param>
/// <param name="Attempt">Outcome of the attempt.</param>
/// <param name="Finished">Says of a row of tbl_payment_attempt that its step is done.</param>
/// <param name="FailsAtProvider">Whether rows fail because the provider refuses their intent; else the workflow API refuses them.</param>
internal sealed record UnfinishedKind(string Step, string Booking, string Attempt, string Finished, bool FailsAtProvider)
{
    public static UnfinishedKind[] All { get; } =
    [
        new("cancel a payment", "PENDING_PAYMENT", "OPEN", "outcome = 'CANCELLED'", FailsAtProvider: true),
        new("end a payment", "PENDING_PAYMENT", "OPEN", "outcome = 'EXPIRED'", FailsAtProvider: true),
        new("ask for late money", "EXPIRED", "EXPIRED", "provider_settled_at IS NOT NULL", FailsAtProvider: true),
        new("purge a workflow", "CONFIRMED", "PAID", "purged_at IS NOT NULL", FailsAtProvider: false),
    ];

    /// <summary>Not the sweeper's: workflows that are due.</summary>
    public static UnfinishedKind Workflow { get; } =
        new("start a workflow", "PENDING_PAYMENT", "OPEN", "scheduled_at IS NOT NULL", FailsAtProvider: false);

    /// <summary>Not the sweeper's: refunds that are due.</summary>
    public static UnfinishedKind Refund { get; } =
        new("make a refund", "REFUND_PENDING", "REFUND_PENDING", "outcome = 'REFUNDED'", FailsAtProvider: true);

    private bool IsCancelled => Step == "cancel a payment";

    private bool IsOpen => Attempt == "OPEN";

    private bool HasWorkflow => Step != "start a workflow";

    /// <summary>Inserts this many, a second apart, with the failing ones first. Their ids, oldest first.</summary>
    public async Task<Guid[]> InsertAsync(SweepWorld world, int count, int failing)
    {
        Guid[] ids = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
        await world.Database.ExecuteAsync(
            $"""
            WITH row AS (SELECT id, now() - interval '1 day' + n * interval '1 second' AS time FROM unnest($1::uuid[]) WITH ORDINALITY AS r (id, n))
            INSERT INTO tbl_booking (id, user_id, event_id, status, amount_minor, currency, created_at, expires_at, cancelled_at)
            SELECT id, id, id, '{Booking}', 1000, 'EUR', time, time + interval '1 minute', {(IsCancelled ? "time" : "NULL")} FROM row
            """,
            ids);
        await world.Database.ExecuteAsync(
            $"""
            INSERT INTO tbl_payment_attempt (id, booking_id, number, payment_intent_id, outcome, created_at, settled_at, scheduled_at, provider_due_at, refund_due_at)
            SELECT booking.id, booking.id, 1, r.intent, '{Attempt}', booking.created_at, {(IsOpen ? "NULL" : "booking.created_at")},
              {(HasWorkflow ? "booking.created_at" : "NULL")}, booking.created_at, booking.created_at
            FROM tbl_booking booking JOIN unnest($1::uuid[], $2::text[]) AS r (id, intent) USING (id)
            """,
            ids,
            await IntentsAsync(world, count, failing));
        var refused = ids.Take(failing).Select(id => $"{id}").ToHashSet();
        Array.ForEach(Step == "purge a workflow" ? ids : [], id => world.Workflows.Ended[$"{id}"] = true);
        world.Workflows.Refusal = id => refused.Contains(id) ? new Grpc.Core.Status(Grpc.Core.StatusCode.Unavailable, "the store is away") : null;
        return ids;
    }

    /// <summary>An intent that the provider does not know is refused for ever. Without an intent, the step makes one and cancels it.</summary>
    private async Task<string?[]> IntentsAsync(SweepWorld world, int count, int failing)
    {
        var intents = Enumerable.Range(0, count).Select(n => n < failing && FailsAtProvider ? $"pi_unknown_{Guid.CreateVersion7()}" : null).ToArray();
        if (Attempt == "REFUND_PENDING")
        {
            await Parallel.ForEachAsync(Enumerable.Range(failing, count - failing), async (n, _) =>
            {
                intents[n] = await world.Stripe.CreateIntentAsync(1000);
                await world.Stripe.PayAsync(intents[n]!);
            });
        }

        return intents;
    }
}
