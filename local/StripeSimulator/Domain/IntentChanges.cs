namespace TicketBooking.StripeSimulator.Domain;

/// <summary>Applies an input to the fields of an intent and its charge, once <see cref="IntentMachine"/> has allowed it.</summary>
internal static class IntentChanges
{
    public static PaymentIntent Apply(this PaymentIntent intent, IntentInput input, string status) => input switch
    {
        IntentInput.Approved or IntentInput.Settled => intent.Moved(status) with { AmountReceived = intent.Amount },
        IntentInput.Authorised => intent.Moved(status) with { AmountCapturable = intent.Amount },
        _ => intent.Moved(status),
    };

    public static PaymentIntent Failed(this PaymentIntent intent, string status, ApiError error) =>
        intent.Moved(status) with { PaymentMethod = null, LastPaymentError = error };

    public static PaymentIntent Captured(this PaymentIntent intent, string status, long amount) =>
        intent.Moved(status) with { AmountReceived = amount, AmountCapturable = 0 };

    public static PaymentIntent Cancelled(this PaymentIntent intent, string status, string? reason, long now) =>
        intent.Moved(status) with { CanceledAt = now, CancellationReason = reason, AmountCapturable = 0 };

    public static Charge NewCharge(this PaymentIntent intent, IntentInput input, ApiError? failure, long now) => new()
    {
        Id = Ids.New("ch"),
        Amount = intent.Amount,
        AmountCaptured = input == IntentInput.Approved ? intent.Amount : 0,
        Captured = input == IntentInput.Approved,
        Created = now,
        Currency = intent.Currency,
        FailureCode = failure?.Code,
        FailureMessage = failure?.Message,
        Metadata = intent.Metadata,
        Paid = input is IntentInput.Approved or IntentInput.Authorised,
        PaymentIntent = intent.Id,
        PaymentMethod = intent.PaymentMethod,
        Status = input switch
        {
            IntentInput.Approved or IntentInput.Authorised => "succeeded",
            IntentInput.Submitted => "pending",
            _ => "failed",
        },
    };

    public static Charge Captured(this Charge charge, long amount) =>
        charge with { AmountCaptured = amount, Captured = true, Paid = true, Status = "succeeded" };

    public static Charge Failed(this Charge charge, ApiError failure) =>
        charge with { Status = "failed", FailureCode = failure.Code, FailureMessage = failure.Message };

    public static Charge WithRefund(this Charge charge, long amount) => charge with
    {
        AmountRefunded = charge.AmountRefunded + amount,
        Refunded = charge.AmountRefunded + amount == charge.AmountCaptured,
    };

    private static PaymentIntent Moved(this PaymentIntent intent, string status) =>
        intent with { Status = status, NextAction = null, LastPaymentError = null };
}
