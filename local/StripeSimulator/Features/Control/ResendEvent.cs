using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Webhooks;

namespace TicketBooking.StripeSimulator.Features.Control;

/// <summary>Delivers an event once more, whether it was delivered, dropped or not.</summary>
internal static class ResendEvent
{
    public static async Task<Results<Accepted, NotFound>> HandleAsync(
        string id, NpgsqlDataSource source, Transactions transactions, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var db = await source.OpenConnectionAsync(cancellationToken);
        if (await db.Command("SELECT payment_intent FROM event WHERE id = $1", id).ScalarAsync<string>(cancellationToken) is not { } lane)
        {
            return TypedResults.NotFound();
        }

        await DeliveryTable.InsertDeliveryAsync(db, id, lane, clock.GetUtcNow(), held: false, dropped: false, cancellationToken);
        transactions.Announce();
        return TypedResults.Accepted((string?)null);
    }
}
