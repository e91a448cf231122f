using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Control;

/// <summary>The banks decide a dispute; what was lost may later be won.</summary>
internal static class CloseDispute
{
    public static async Task<Results<ContentHttpResult, NotFound, Conflict<string>>> HandleAsync(
        string id, string status, NpgsqlDataSource source, Transactions transactions, CancellationToken cancellationToken)
    {
        await using var db = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await db.BeginTransactionAsync(cancellationToken);
        if (await PaymentTables.LockDisputeAsync(db, id, cancellationToken) is not { } dispute)
        {
            return TypedResults.NotFound();
        }

        if (!DisputeStatus.MayBecome(dispute.Status, status))
        {
            return TypedResults.Conflict($"the dispute is {dispute.Status}");
        }

        var effects = transactions.In(db, cause: null);
        var closed = dispute.Closed(status);
        await PaymentTables.UpdateAsync(db, closed, cancellationToken);
        await effects.Events.AppendAsync("charge.dispute.closed", closed, closed.PaymentIntent, cancellationToken);
        if (status == DisputeStatus.Won)
        {
            await effects.Events.AppendAsync("charge.dispute.funds_reinstated", closed, closed.PaymentIntent, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        transactions.Announce();
        return TypedResults.Text(StripeJson.Write(closed), "application/json");
    }
}
