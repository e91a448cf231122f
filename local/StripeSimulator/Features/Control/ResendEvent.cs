using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Webhooks;

namespace TicketBooking.StripeSimulator.Features.Control;

/// <summary>Delivers an event once more, whether it was delivered, dropped or not.</summary>
internal static class ResendEvent
{
    public static async Task<Results<Accepted, NotFound>> Handle(
        string id, NpgsqlDataSource source, Transactions transactions, TimeProvider clock, CancellationToken cancel)
    {
        await using var db = await source.OpenConnectionAsync(cancel);
        if (await db.Scalar<string>("SELECT payment_intent FROM event WHERE id = $1", cancel, id) is not { } lane)
        {
            return TypedResults.NotFound();
        }

        await db.InsertDelivery(id, lane, clock.GetUtcNow(), held: false, dropped: false, cancel);
        transactions.Announce();
        return TypedResults.Accepted((string?)null);
    }
}
