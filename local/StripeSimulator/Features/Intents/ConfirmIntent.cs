using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class ConfirmIntent
{
    public static async Task<Answer> Handle(Call call, string id, CancellationToken cancel) =>
        await call.Confirm(await call.Lock(id, cancel), cancel);

    public static async Task<Answer> Confirm(this Call call, PaymentIntent intent, CancellationToken cancel)
    {
        PaymentMethodTypes.RefuseRemoved(call.Parameters);
        if (IntentMachine.Next(intent.Status, IntentInput.Declined) is null)
        {
            return Errors.UnexpectedState(call.Visible(intent), "confirm");
        }

        var id = call.Parameters.Text("payment_method") ?? intent.PaymentMethod ?? throw Errors.MissingMethod();
        intent.RequireMethod(id);
        var method = TestPaymentMethods.Find(id)!;
        return await call.Attempt(intent with { PaymentMethod = id }, method, cancel);
    }

    private static async Task<Answer> Attempt(this Call call, PaymentIntent intent, TestPaymentMethod method, CancellationToken cancel)
    {
        switch (method.Verdict)
        {
            case IntentInput.NeedsAuthentication:
                return call.Show(await call.Effects.Save(AskForAuthentication(intent, call.Parameters.Text("return_url")), cancel));
            case IntentInput.Declined:
                var declined = await call.Effects.Charge(intent, IntentInput.Declined, method.Failure, cancel);
                return Answer.Of(
                    StatusCodes.Status402PaymentRequired,
                    declined.LastPaymentError! with { PaymentIntent = call.Visible(declined) });
            case IntentInput.Submitted:
                var submitted = await call.Effects.Charge(intent, IntentInput.Submitted, null, cancel);
                if (!method.NeverSettles)
                {
                    await call.Db.SettleAt(intent.Id, call.Effects.SettlesAt, cancel);
                }

                return call.Show(submitted);
            default:
                return call.Show(await call.Effects.Charge(intent, Approval(intent), null, cancel));
        }
    }

    public static IntentInput Approval(PaymentIntent intent) =>
        intent.CapturesLater() ? IntentInput.Authorised : IntentInput.Approved;

    private static PaymentIntent AskForAuthentication(PaymentIntent intent, string? returnUrl) =>
        intent.Apply(IntentInput.NeedsAuthentication, IntentStatus.RequiresAction) with
        {
            NextAction = returnUrl is null
                ? new NextAction("use_stripe_sdk", null)
                : new NextAction("redirect_to_url", new RedirectToUrl(returnUrl, returnUrl)),
        };
}
