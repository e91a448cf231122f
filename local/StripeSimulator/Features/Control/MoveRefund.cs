using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Control;

/// <summary>The buyer's bank answers about a refund, or sends back one that has succeeded.</summary>
internal static class MoveRefund
{
    public static async Task<Results<ContentHttpResult, NotFound, Conflict<string>>> HandleAsync(
        string id, string status, string? reason, NpgsqlDataSource source, Transactions transactions, CancellationToken cancellationToken)
    {
        await using var db = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await db.BeginTransactionAsync(cancellationToken);
        if (await PaymentTables.LockRefundAsync(db, id, cancellationToken) is not { } refund)
        {
            return TypedResults.NotFound();
        }

        if (!RefundStatus.MayBecome(refund.Status, status))
        {
            return TypedResults.Conflict($"the refund is {refund.Status}");
        }

        var moved = refund with { Status = status, FailureReason = RefundStatus.HasEnded(status) ? reason ?? "unknown" : null };
        await MoveAsync(transactions.In(db, cause: null), moved, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        transactions.Announce();
        return TypedResults.Text(StripeJson.Write(moved), "application/json");
    }

    private static async Task MoveAsync(Effects effects, Refund moved, CancellationToken cancellationToken)
    {
        await PaymentTables.UpdateAsync(effects.Db, moved, cancellationToken);
        if (RefundStatus.HasEnded(moved.Status))
        {
            var charge = (await PaymentTables.ReadChargeAsync(effects.Db, moved.Charge, cancellationToken))!;
            await PaymentTables.UpdateAsync(effects.Db, charge.WithRefund(-moved.Amount), cancellationToken);
        }

        await effects.Events.AppendAsync("refund.updated", moved, moved.PaymentIntent, cancellationToken);
        await effects.Events.AppendAsync("charge.refund.updated", moved, moved.PaymentIntent, cancellationToken);
        if (moved.Status == RefundStatus.Failed)
        {
            await effects.Events.AppendAsync("refund.failed", moved, moved.PaymentIntent, cancellationToken);
        }
    }
}
