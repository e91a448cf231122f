using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class UpdateIntent
{
    private static readonly string[] OpenOnly = ["amount", "currency", "payment_method"];

    public static async Task<Answer> HandleAsync(Call call, string id, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        var intent = await call.LockAsync(id, cancellationToken);
        var open = intent.Status is IntentStatus.RequiresPaymentMethod or IntentStatus.RequiresConfirmation or IntentStatus.RequiresAction;
        if (!open && (OpenOnly.Any(call.Parameters.Has) || PaymentMethodTypes.AllowedBy(call.Parameters) is not null))
        {
            return Errors.UnexpectedState(intent, "update");
        }

        var changed = Change(intent, call.Parameters);
        await PaymentTables.UpdateAsync(call.Db, changed, cancellationToken);
        return call.Show(changed);
    }

    private static PaymentIntent Change(PaymentIntent intent, Parameters form)
    {
        var method = form.Text("payment_method");
        if (method is not null)
        {
            intent.RequireMethod(method);
        }

        var currency = form.Has("currency") ? Amounts.Currency(form) : intent.Currency;
        return intent with
        {
            PaymentMethodTypes = PaymentMethodTypes.AllowedBy(form) ?? intent.PaymentMethodTypes,
            Amount = form.Has("amount") ? Amounts.Amount(form, currency) : intent.Amount,
            Currency = currency,
            Description = form.Text("description") ?? intent.Description,
            ReceiptEmail = form.Text("receipt_email") ?? intent.ReceiptEmail,
            Metadata = MetadataRules.Merge(intent.Metadata, form),
            PaymentMethod = method ?? intent.PaymentMethod,
            Status = method is null ? intent.Status : IntentStatus.RequiresConfirmation,
        };
    }
}
