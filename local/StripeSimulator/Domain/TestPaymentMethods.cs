namespace TicketBooking.StripeSimulator.Domain;

/// <summary>The behaviour of a test payment method when it is confirmed.</summary>
/// <param name="Type">Stripe's payment method type.</param>
/// <param name="Verdict">What the bank says at once.</param>
/// <param name="Failure">Why the bank says no: now for a decline, later for a delayed method.</param>
internal sealed record TestPaymentMethod(string Type, IntentInput Verdict, ApiError? Failure = null)
{
    /// <summary>A delayed method that stays in processing for ever.</summary>
    public bool NeverSettles { get; init; }

    /// <summary>Its refunds are pending until they are moved.</summary>
    public bool RefundsSlowly { get; init; }
}

/// <summary>Stripe's own test payment methods, by their documented names.</summary>
internal static class TestPaymentMethods
{
    private static readonly Dictionary<string, TestPaymentMethod> All = new(StringComparer.Ordinal)
    {
        ["pm_card_visa"] = new("card", IntentInput.Approved),
        ["pm_card_mastercard"] = new("card", IntentInput.Approved),
        ["pm_card_amex"] = new("card", IntentInput.Approved),
        ["pm_card_pendingRefund"] = new("card", IntentInput.Approved) { RefundsSlowly = true },
        ["pm_card_authenticationRequired"] = new("card", IntentInput.NeedsAuthentication),
        ["pm_card_threeDSecure2Required"] = new("card", IntentInput.NeedsAuthentication),
        ["pm_card_chargeDeclined"] = Declined("card_declined", "generic_decline", "Your card was declined."),
        ["pm_card_chargeDeclinedInsufficientFunds"] = Declined("card_declined", "insufficient_funds", "Your card has insufficient funds."),
        ["pm_card_chargeDeclinedLostCard"] = Declined("card_declined", "lost_card", "Your card was declined."),
        ["pm_card_chargeDeclinedStolenCard"] = Declined("card_declined", "stolen_card", "Your card was declined."),
        ["pm_card_chargeDeclinedExpiredCard"] = Declined("expired_card", null, "Your card has expired."),
        ["pm_card_chargeDeclinedIncorrectCvc"] = Declined("incorrect_cvc", null, "Your card's security code is incorrect."),
        ["pm_card_chargeDeclinedProcessingError"] =
            Declined("processing_error", null, "An error occurred while processing your card. Try again in a little bit."),
        ["pm_usBankAccount_success"] = new("us_bank_account", IntentInput.Submitted),
        ["pm_usBankAccount_processing"] = new("us_bank_account", IntentInput.Submitted) { NeverSettles = true },
        ["pm_usBankAccount_insufficientFunds"] = new("us_bank_account", IntentInput.Submitted, new ApiError(
            "card_error", "The customer's account has insufficient funds to cover this payment.")
        {
            Code = "payment_method_provider_decline",
            DeclineCode = "insufficient_funds",
        }),
    };

    public static TestPaymentMethod? Find(string id) => All.GetValueOrDefault(id);

    private static TestPaymentMethod Declined(string code, string? declineCode, string message) =>
        new("card", IntentInput.Declined, new ApiError("card_error", message) { Code = code, DeclineCode = declineCode });
}
