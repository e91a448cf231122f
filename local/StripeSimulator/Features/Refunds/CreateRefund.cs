using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Refunds;

internal static class CreateRefund
{
    public static async Task<Answer> HandleAsync(Call call, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        var charge = await FindChargeAsync(call, cancellationToken);
        if (await PaymentTables.IsDisputedAsync(call.Db, charge.PaymentIntent, cancellationToken))
        {
            return Errors.Disputed(charge.Id);
        }

        var refund = New(call, charge);
        var refunded = charge.WithRefund(refund.Amount);
        await PaymentTables.InsertAsync(call.Db, refund, cancellationToken);
        await PaymentTables.UpdateAsync(call.Db, refunded, cancellationToken);
        await call.Effects.Events.AppendAsync("refund.created", refund, refund.PaymentIntent, cancellationToken);
        await call.Effects.Events.AppendAsync("charge.refunded", refunded, refund.PaymentIntent, cancellationToken);
        return Answer.Ok(refund);
    }

    /// <summary>The captured charge, with its intent locked so that two refunds cannot both see the same rest.</summary>
    private static async Task<Charge> FindChargeAsync(Call call, CancellationToken cancellationToken)
    {
        var intentId = call.Parameters.Text("payment_intent");
        if (call.Parameters.Text("charge") is { } chargeId)
        {
            var named = await PaymentTables.ReadChargeAsync(call.Db, chargeId, cancellationToken) ?? throw Errors.NoSuch("charge", chargeId, "charge");
            intentId = named.PaymentIntent;
        }

        intentId ??= call.Parameters.Required("payment_intent");
        var intent = await PaymentTables.LockIntentAsync(call.Db, intentId, cancellationToken) ?? throw Errors.NoSuch("payment_intent", intentId, "payment_intent");
        return intent.Status == IntentStatus.Succeeded
            ? (await PaymentTables.ReadChargeAsync(call.Db, intent.LatestCharge!, cancellationToken))!
            : throw Errors.InvalidParameter(
                "payment_intent", "charge_not_refundable", $"The PaymentIntent {intentId} does not have a successful charge to refund.");
    }

    private static Refund New(Call call, Charge charge)
    {
        if (charge.Refundable() == 0)
        {
            throw Errors.InvalidParameter("charge", "charge_already_refunded", $"Charge {charge.Id} has already been refunded.");
        }

        return new Refund
        {
            Id = Ids.New("re"),
            Amount = Amounts.Part(call.Parameters, "amount", charge.Refundable(), "More than what is left of the charge"),
            Charge = charge.Id,
            Created = call.Effects.Now,
            Currency = charge.Currency,
            Metadata = MetadataRules.Merge([], call.Parameters),
            PaymentIntent = charge.PaymentIntent,
            Reason = call.Parameters.Text("reason"),
            Status = charge.PaymentMethod is { } method && TestPaymentMethods.Find(method) is { RefundsSlowly: true }
                ? RefundStatus.Pending
                : RefundStatus.Succeeded,
        };
    }
}
