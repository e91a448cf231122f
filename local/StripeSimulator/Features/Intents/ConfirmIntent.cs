using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class ConfirmIntent
{
    public static async Task<Answer> HandleAsync(Call call, string id, CancellationToken cancellationToken) =>
        await call.ConfirmAsync(await call.LockAsync(id, cancellationToken), cancellationToken);

    public static async Task<Answer> ConfirmAsync(this Call call, PaymentIntent intent, CancellationToken cancellationToken)
    {
        PaymentMethodTypes.RefuseRemoved(call.Parameters);
        if (IntentMachine.Next(intent.Status, IntentInput.Declined) is null)
        {
            return Errors.UnexpectedState(call.Visible(intent), "confirm");
        }

        var id = call.Parameters.Text("payment_method") ?? intent.PaymentMethod ?? throw Errors.MissingMethod();
        intent.RequireMethod(id);
        var method = TestPaymentMethods.Find(id)!;
        return await call.AttemptAsync(intent with { PaymentMethod = id }, method, cancellationToken);
    }

    private static async Task<Answer> AttemptAsync(this Call call, PaymentIntent intent, TestPaymentMethod method, CancellationToken cancellationToken)
    {
        switch (method.Verdict)
        {
            case IntentInput.NeedsAuthentication:
                return call.Show(await call.Effects.SaveAsync(AskForAuthentication(intent, call.Parameters.Text("return_url")), cancellationToken));
            case IntentInput.Declined:
                var declined = await call.Effects.ChargeAsync(intent, IntentInput.Declined, method.Failure, cancellationToken);
                return Answer.Of(
                    StatusCodes.Status402PaymentRequired,
                    declined.LastPaymentError! with { PaymentIntent = call.Visible(declined) });
            case IntentInput.Submitted:
                var submitted = await call.Effects.ChargeAsync(intent, IntentInput.Submitted, null, cancellationToken);
                if (!method.NeverSettles)
                {
                    await PaymentTables.SettleAtAsync(call.Db, intent.Id, call.Effects.SettlesAt, cancellationToken);
                }

                return call.Show(submitted);
            default:
                return call.Show(await call.Effects.ChargeAsync(intent, Approval(intent), null, cancellationToken));
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
