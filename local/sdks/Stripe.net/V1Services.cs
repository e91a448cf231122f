namespace Stripe;

/// <summary>The services of the API's first version that this stand-in covers.</summary>
public class V1Services
{
    internal V1Services(IStripeClient client)
    {
        PaymentIntents = new PaymentIntentService(client);
        Refunds = new RefundService(client);
    }

    /// <summary><c>/v1/payment_intents</c>.</summary>
    public PaymentIntentService PaymentIntents { get; }

    /// <summary><c>/v1/refunds</c>.</summary>
    public RefundService Refunds { get; }
}
