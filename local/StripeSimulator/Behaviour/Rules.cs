using System.Text.Json.Serialization;

namespace TicketBooking.StripeSimulator.Behaviour;

[JsonConverter(typeof(JsonStringEnumConverter<ApiFault>))]
internal enum ApiFault
{
    /// <summary>500, nothing happened.</summary>
    FailBefore,

    /// <summary>500, although it happened; kept under the idempotency key and replayed, as Stripe does.</summary>
    FailAfter,

    /// <summary>It happened, then the connection breaks without an answer.</summary>
    DropAfter,

    /// <summary>429 with Retry-After, nothing happened.</summary>
    RateLimit,

    /// <summary>400 with the rule's code, nothing happened; kept under the idempotency key and replayed, as Stripe does.</summary>
    Refuse,

    /// <summary>Waits first.</summary>
    Latency,
}

[JsonConverter(typeof(JsonStringEnumConverter<WebhookFault>))]
internal enum WebhookFault
{
    Delay,
    Duplicate,

    /// <summary>Holds the next events back, then delivers them last first.</summary>
    Reorder,

    /// <summary>Never delivers; the event can still be listed and resent.</summary>
    Drop,
}

/// <param name="Do">What goes wrong.</param>
/// <param name="Operation">As <c>payment_intents.confirm</c>; <c>*</c> is any.</param>
/// <param name="Next">For how many calls; null: until reset.</param>
/// <param name="Milliseconds">Latency.</param>
/// <param name="RetryAfterSeconds">What a 429 asks for.</param>
/// <param name="Code">Stripe's code of a refusal.</param>
internal sealed record ApiRule(
    ApiFault Do, string Operation = "*", int? Next = 1, int Milliseconds = 0, int RetryAfterSeconds = 1, string Code = "charge_disputed");

/// <param name="Do">What goes wrong.</param>
/// <param name="Type">Event type; <c>*</c> is any.</param>
/// <param name="Next">For how many events; null: until reset. For a reorder: how many are turned round together.</param>
/// <param name="Milliseconds">Delay; for a reorder how long it waits for the group to be complete.</param>
/// <param name="Times">How many extra copies a duplicate makes.</param>
internal sealed record WebhookRule(
    WebhookFault Do, string Type = "*", int? Next = 1, int Milliseconds = 2000, int Times = 1);

internal sealed record Rules(IReadOnlyList<ApiRule>? Api = null, IReadOnlyList<WebhookRule>? Webhooks = null);
