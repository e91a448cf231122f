namespace Stripe;

/// <summary>Why money is given back.</summary>
public static class RefundReasons
{
    /// <summary>It was taken twice.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>It was taken by fraud.</summary>
    public const string Fraudulent = "fraudulent";

    /// <summary>The buyer asked.</summary>
    public const string RequestedByCustomer = "requested_by_customer";
}
