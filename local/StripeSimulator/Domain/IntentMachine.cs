using static TicketBooking.StripeSimulator.Domain.IntentInput;
using static TicketBooking.StripeSimulator.Domain.IntentStatus;

namespace TicketBooking.StripeSimulator.Domain;

/// <summary>The inputs of an intent.</summary>
internal enum IntentInput
{
    /// <summary>The bank took the money.</summary>
    Approved,

    /// <summary>The bank reserved the money, to be captured.</summary>
    Authorised,
    Declined,
    NeedsAuthentication,
    AuthenticationFailed,

    /// <summary>A delayed method was handed in; the bank answers later.</summary>
    Submitted,
    Settled,
    Bounced,
    Captured,
    Cancelled,
}

/// <summary>The life of a payment intent: the next status, or null when the input does not fit the status.</summary>
internal static class IntentMachine
{
    public static string? Next(string status, IntentInput input) => (status, input) switch
    {
        (RequiresPaymentMethod or RequiresConfirmation or RequiresAction, Approved) => Succeeded,
        (RequiresPaymentMethod or RequiresConfirmation or RequiresAction, Authorised) => RequiresCapture,
        (RequiresPaymentMethod or RequiresConfirmation or RequiresAction, Declined) => RequiresPaymentMethod,
        (RequiresPaymentMethod or RequiresConfirmation or RequiresAction, NeedsAuthentication) => RequiresAction,
        (RequiresPaymentMethod or RequiresConfirmation or RequiresAction, Submitted) => Processing,
        (RequiresPaymentMethod or RequiresConfirmation or RequiresAction or RequiresCapture, Cancelled) => IntentStatus.Canceled,
        (RequiresAction, AuthenticationFailed) => RequiresPaymentMethod,
        (RequiresCapture, Captured) => Succeeded,
        (Processing, Settled) => Succeeded,
        (Processing, Bounced) => RequiresPaymentMethod,
        _ => null,
    };

    /// <summary>The event type that tells of an intent having arrived in a status by an input.</summary>
    public static string EventOf(string status) => status switch
    {
        Succeeded => "payment_intent.succeeded",
        RequiresCapture => "payment_intent.amount_capturable_updated",
        RequiresPaymentMethod => "payment_intent.payment_failed",
        RequiresAction => "payment_intent.requires_action",
        Processing => "payment_intent.processing",
        IntentStatus.Canceled => "payment_intent.canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "no event tells of this status"),
    };
}
