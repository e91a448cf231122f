using System.Text.Json.Serialization;

namespace TicketBooking.StripeSimulator.Domain;

/// <summary>Stripe's error object, in answers and as an intent's last_payment_error. Absent fields are left out, as Stripe does.</summary>
internal sealed record ApiError(string Type, string Message)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeclineCode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Param { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Charge { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DocUrl => Code is null ? null : $"https://stripe.com/docs/error-codes/{Code.Replace('_', '-')}";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UsedPaymentMethod? PaymentMethod { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentIntent? PaymentIntent { get; init; }
}

internal sealed record UsedPaymentMethod(string Id, string Type)
{
    public string Object { get; init; } = "payment_method";
}
