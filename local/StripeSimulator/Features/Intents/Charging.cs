using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Intents;

/// <summary>Makes the charge that an input asks for, and tells of it.</summary>
internal static class Charging
{
    public static async Task<PaymentIntent> ChargeAsync(
        this Effects effects, PaymentIntent intent, IntentInput input, ApiError? failure, CancellationToken cancellationToken)
    {
        var status = IntentMachine.Next(intent.Status, input)
            ?? throw new InvalidOperationException($"{input} does not fit an intent that is {intent.Status}");
        var charge = intent.NewCharge(input, failure, effects.Now);
        var changed = (failure is null ? intent.Apply(input, status) : intent.Failed(status, Explain(failure, intent, charge)))
            with { LatestCharge = charge.Id };
        await PaymentTables.InsertAsync(effects.Db, charge, cancellationToken);
        return await effects.SaveAsync(changed, cancellationToken);
    }

    /// <summary>Writes an intent that has changed its status, with the event that tells of it.</summary>
    public static async Task<PaymentIntent> SaveAsync(this Effects effects, PaymentIntent changed, CancellationToken cancellationToken)
    {
        await PaymentTables.UpdateAsync(effects.Db, changed, cancellationToken);
        await effects.Events.AppendAsync(IntentMachine.EventOf(changed.Status), changed, changed.Id, cancellationToken);
        return changed;
    }

    public static ApiError Explain(ApiError failure, PaymentIntent intent, Charge charge) => failure with
    {
        Charge = charge.Id,
        PaymentMethod = intent.PaymentMethod is { } id ? new UsedPaymentMethod(id, TestPaymentMethods.Find(id)?.Type ?? "card") : null,
    };

    public static void RequireMethod(this PaymentIntent intent, string id)
    {
        var method = TestPaymentMethods.Find(id) ?? throw Errors.NoSuchMethod(id);
        if (!intent.PaymentMethodTypes.Contains(method.Type))
        {
            throw Errors.InvalidParameter(
                "payment_method", "payment_intent_invalid_parameter", $"The type {method.Type} is not allowed for this PaymentIntent.");
        }
    }
}
