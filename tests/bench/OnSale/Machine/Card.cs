namespace TicketBooking.OnSale.Machine;

/// <summary>A test card of the payment provider.</summary>
internal sealed record Card(string Method)
{
    public static Card Visa { get; } = new("pm_card_visa");

    public static Card Declined { get; } = new("pm_card_chargeDeclined");

    /// <summary>Confirms the intent, as Stripe.js does in a browser.</summary>
    public HttpRequestMessage Pay(string intent, string clientSecret) => new(HttpMethod.Post, $"/v1/payment_intents/{intent}/confirm")
    {
        Content = new FormUrlEncodedContent([new("payment_method", Method), new("client_secret", clientSecret)]),
    };
}
