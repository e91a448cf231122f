using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class CreateIntent
{
    public static async Task<Answer> HandleAsync(Call call, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        var intent = New(call.Parameters, call.Effects.Now);
        if (intent.PaymentMethod is { } method)
        {
            intent.RequireMethod(method);
        }

        await PaymentTables.InsertAsync(call.Db, intent, cancellationToken);
        await call.Effects.Events.AppendAsync("payment_intent.created", intent, intent.Id, cancellationToken);
        return call.Parameters.Flag("confirm") ? await call.ConfirmAsync(intent, cancellationToken) : call.Show(intent);
    }

    private static PaymentIntent New(Parameters form, long now)
    {
        var id = Ids.New("pi");
        var automatic = form.Flag("automatic_payment_methods[enabled]");
        var allowed = PaymentMethodTypes.AllowedBy(form);
        if (automatic && allowed is not null)
        {
            throw Errors.Exclusive("automatic_payment_methods", PaymentMethodTypes.Parameter);
        }

        var currency = Amounts.Currency(form);
        return new PaymentIntent
        {
            Id = id,
            ClientSecret = $"{id}_secret_{Ids.Random()}",
            Created = now,
            Currency = currency,
            Amount = Amounts.Amount(form, currency),
            AutomaticPaymentMethods = automatic
                ? new AutomaticPaymentMethods(true, form.OneOf("automatic_payment_methods[allow_redirects]", "always", "always", "never"))
                : null,
            PaymentMethodTypes = allowed ?? PaymentMethodTypes.All,
            CaptureMethod = form.OneOf("capture_method", "automatic_async", "automatic", "automatic_async", "manual"),
            Customer = form.Text("customer"),
            Description = form.Text("description"),
            Metadata = MetadataRules.Merge([], form),
            PaymentMethod = form.Text("payment_method"),
            ReceiptEmail = form.Text("receipt_email"),
            StatementDescriptor = form.Text("statement_descriptor"),
            StatementDescriptorSuffix = form.Text("statement_descriptor_suffix"),
            TransferGroup = form.Text("transfer_group"),
            Status = form.Text("payment_method") is null ? IntentStatus.RequiresPaymentMethod : IntentStatus.RequiresConfirmation,
        };
    }
}
