namespace TicketBooking.Contracts.Money;

/// <summary>
/// A currency that can be charged. Amounts everywhere in this system are in minor units as ISO 4217 has them; only the payment provider
/// may count in others.
/// </summary>
/// <param name="Code">ISO 4217, upper case.</param>
/// <param name="Digits">Digits after the point in ISO 4217: one unit is 10 to that power minor units.</param>
/// <param name="ProviderDigits">The same at Stripe.</param>
/// <param name="MinimumMinor">The smallest amount that is not free, in minor units.</param>
/// <param name="StepMinor">Every amount is a multiple of it, in minor units.</param>
public sealed record Currency(string Code, int Digits, int ProviderDigits, long MinimumMinor, long StepMinor)
{
    /// <summary>
    /// The largest amount of a payment, in Stripe's units: "The amount value supports up to eight digits"
    /// (https://docs.stripe.com/api/payment_intents/create).
    /// </summary>
    public const long MostAtProvider = 99_999_999;

    /// <summary>The largest amount of a payment, in minor units.</summary>
    public long MaximumMinor
    {
        get
        {
            var most = MostAtProvider * PowerOfTen(Digits) / PowerOfTen(ProviderDigits);
            return most - (most % StepMinor);
        }
    }

    /// <summary>Whether an amount is a multiple of <see cref="StepMinor"/>.</summary>
    /// <param name="amountMinor">In minor units.</param>
    public bool IsWhole(long amountMinor) => amountMinor % StepMinor == 0;

    /// <summary>Returns an amount in Stripe's units.</summary>
    /// <param name="amountMinor">In minor units.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not a multiple of <see cref="StepMinor"/>, or too large to be expressed.</exception>
    public long ToProvider(long amountMinor)
    {
        if (!IsWhole(amountMinor) || amountMinor > long.MaxValue / PowerOfTen(ProviderDigits))
        {
            throw new ArgumentOutOfRangeException(nameof(amountMinor), amountMinor, $"Amounts in {Code} are multiples of {StepMinor}.");
        }

        return amountMinor * PowerOfTen(ProviderDigits) / PowerOfTen(Digits);
    }

    /// <summary>Returns an amount of Stripe's in minor units; a part of one that Stripe does not take is cut off.</summary>
    /// <param name="providerAmount">In Stripe's units.</param>
    public long ToMinor(long providerAmount) => providerAmount * PowerOfTen(Digits) / PowerOfTen(ProviderDigits);

    private static long PowerOfTen(int digits) => digits switch
    {
        0 => 1,
        2 => 100,
        3 => 1000,
        _ => throw new ArgumentOutOfRangeException(nameof(digits), digits, "No currency has that many digits."),
    };
}
