namespace Stripe;

/// <summary>What holds for every client of this process.</summary>
public static class StripeConfiguration
{
    /// <summary>Sent as <c>Stripe-Version</c> with every request; events of another release train are refused by default.</summary>
    public static string ApiVersion => Stripe.ApiVersion.Current;
}
