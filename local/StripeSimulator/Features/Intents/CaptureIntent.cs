using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class CaptureIntent
{
    public static async Task<Answer> HandleAsync(Call call, string id, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        var intent = await call.LockAsync(id, cancellationToken);
        if (IntentMachine.Next(intent.Status, IntentInput.Captured) is not { } status)
        {
            return Errors.UnexpectedState(intent, "capture");
        }

        var amount = Amounts.Part(call.Parameters, "amount_to_capture", intent.AmountCapturable, "More than can be captured");
        var charge = await PaymentTables.ReadChargeAsync(call.Db, intent.LatestCharge!, cancellationToken);
        await PaymentTables.UpdateAsync(call.Db, charge!.Captured(amount), cancellationToken);
        return call.Show(await call.Effects.SaveAsync(intent.Captured(status, amount), cancellationToken));
    }
}
