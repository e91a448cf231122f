using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Control;

/// <summary>The buyer disputes a payment: the bank takes what is left of it, or a part.</summary>
internal static class DisputePayment
{
    public static async Task<Results<ContentHttpResult, NotFound, Conflict<string>>> HandleAsync(
        string id, long? amount, NpgsqlDataSource source, Transactions transactions, CancellationToken cancellationToken)
    {
        await using var db = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await db.BeginTransactionAsync(cancellationToken);
        if (await PaymentTables.LockIntentAsync(db, id, cancellationToken) is not { } intent)
        {
            return TypedResults.NotFound();
        }

        if (intent.Status != IntentStatus.Succeeded)
        {
            return TypedResults.Conflict($"the intent is {intent.Status}");
        }

        var charge = (await PaymentTables.ReadChargeAsync(db, intent.LatestCharge!, cancellationToken))!;
        var taken = amount ?? charge.Refundable();
        if (charge.Disputed || taken < 1 || taken > charge.Refundable())
        {
            return TypedResults.Conflict("the charge is disputed already, or less than that is left of it");
        }

        var effects = transactions.In(db, cause: null);
        var dispute = New(charge, taken, effects.Now);
        await PaymentTables.InsertAsync(db, dispute, cancellationToken);
        await PaymentTables.UpdateAsync(db, charge with { Disputed = true }, cancellationToken);
        await effects.Events.AppendAsync("charge.dispute.created", dispute, id, cancellationToken);
        await effects.Events.AppendAsync("charge.dispute.funds_withdrawn", dispute, id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        transactions.Announce();
        return TypedResults.Text(StripeJson.Write(dispute), "application/json");
    }

    private static Dispute New(Charge charge, long amount, long now) => new()
    {
        Id = Ids.New("du"),
        Amount = amount,
        BalanceTransactions = [BalanceTransaction.Of(-amount, charge.Currency)],
        Charge = charge.Id,
        Created = now,
        Currency = charge.Currency,
        PaymentIntent = charge.PaymentIntent,
    };
}
