using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class CaptureIntent
{
    public static async Task<Answer> Handle(Call call, string id, CancellationToken cancel)
    {
        call.RequireSecretKey();
        var intent = await call.Lock(id, cancel);
        if (IntentMachine.Next(intent.Status, IntentInput.Captured) is not { } status)
        {
            return Errors.UnexpectedState(intent, "capture");
        }

        var amount = Amounts.Part(call.Parameters, "amount_to_capture", intent.AmountCapturable, "More than can be captured");
        var charge = await call.Db.ReadCharge(intent.LatestCharge!, cancel);
        await call.Db.Update(charge!.Captured(amount), cancel);
        return call.Show(await call.Effects.Save(intent.Captured(status, amount), cancel));
    }
}
