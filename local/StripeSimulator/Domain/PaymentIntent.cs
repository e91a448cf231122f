namespace TicketBooking.StripeSimulator.Domain;

/// <summary>Stripe's object; property names become snake_case on the wire.</summary>
internal sealed record PaymentIntent
{
    public required string Id { get; init; }
    public string Object { get; init; } = "payment_intent";
    public required long Amount { get; init; }
    public long AmountCapturable { get; init; }
    public long AmountReceived { get; init; }
    public AutomaticPaymentMethods? AutomaticPaymentMethods { get; init; }
    public long? CanceledAt { get; init; }
    public string? CancellationReason { get; init; }
    public string CaptureMethod { get; init; } = "automatic_async";
    public required string ClientSecret { get; init; }
    public string ConfirmationMethod { get; init; } = "automatic";
    public required long Created { get; init; }
    public required string Currency { get; init; }
    public string? Customer { get; init; }
    public string? Description { get; init; }
    public ApiError? LastPaymentError { get; init; }
    public string? LatestCharge { get; init; }
    public bool Livemode { get; init; }
    public Dictionary<string, string> Metadata { get; init; } = [];
    public NextAction? NextAction { get; init; }
    public string? PaymentMethod { get; init; }
    public IReadOnlyList<string> PaymentMethodTypes { get; init; } = ["card"];
    public string? ReceiptEmail { get; init; }
    public string? StatementDescriptor { get; init; }
    public string? StatementDescriptorSuffix { get; init; }
    public string Status { get; init; } = IntentStatus.RequiresPaymentMethod;
    public string? TransferGroup { get; init; }

    public bool CapturesLater() => CaptureMethod == "manual";
}

internal sealed record AutomaticPaymentMethods(bool Enabled, string AllowRedirects);

internal sealed record NextAction(string Type, RedirectToUrl? RedirectToUrl);

internal sealed record RedirectToUrl(string Url, string ReturnUrl);
