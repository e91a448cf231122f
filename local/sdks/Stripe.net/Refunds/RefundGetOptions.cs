namespace Stripe;

/// <summary>Parameters of reading a refund.</summary>
public class RefundGetOptions : BaseOptions;
