using System.Collections.Frozen;

namespace TicketBooking.Contracts.Money;

/// <summary>
/// The currencies that can be charged: those of ISO 4217 list one that Stripe presents to card holders
/// (https://docs.stripe.com/currencies#presentment-currencies; BHD, JOD, KWD, OMR and TND with <c>?country=AE</c>). An account's country may
/// have fewer. ANG, BGN and STD are on Stripe's page and no longer in ISO 4217.
/// </summary>
/// <remarks>
/// Digits are ISO 4217's (https://www.six-group.com/en/products-services/financial-information/data-standards.html). Stripe's are the same
/// except for ISK and UGX, whose amounts have two digits that are always 00 (https://docs.stripe.com/currencies#special-cases), and MGA, which
/// has none (https://docs.stripe.com/currencies#zero-decimal). HUF and TWD are special for payouts only, not for payments. The last of three
/// digits must be 0 (https://docs.stripe.com/currencies#three-decimal).
/// <para>
/// Minimums are Stripe's (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). A currency without one has its step: Stripe
/// converts such a payment and compares it with the minimum of the account's own currency. It may refuse it then (409 <c>amount-not-payable</c>).
/// </para>
/// </remarks>
public static class Currencies
{
    private const string NoDigits = "BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF";

    private const string TwoDigits =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK DKK DOP DZD EGP ETB "
        + "EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP "
        + "MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB "
        + "TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD YER ZAR ZMW";

    private const string ThreeDigits = "BHD JOD KWD OMR TND";

    /// <summary>Stripe's minimums, in minor units.</summary>
    private static readonly FrozenDictionary<string, long> Minimums = new Dictionary<string, long>
    {
        ["AED"] = 200,
        ["ARS"] = 50,
        ["AUD"] = 50,
        ["BRL"] = 50,
        ["CAD"] = 50,
        ["CHF"] = 50,
        ["COP"] = 50,
        ["CZK"] = 1500,
        ["DKK"] = 250,
        ["EUR"] = 50,
        ["GBP"] = 30,
        ["HKD"] = 400,
        ["HUF"] = 17_500,
        ["IDR"] = 50,
        ["ILS"] = 50,
        ["INR"] = 50,
        ["JPY"] = 50,
        ["KRW"] = 50,
        ["MXN"] = 1000,
        ["MYR"] = 200,
        ["NOK"] = 300,
        ["NZD"] = 50,
        ["PHP"] = 50,
        ["PLN"] = 200,
        ["RON"] = 200,
        ["RUB"] = 50,
        ["SEK"] = 300,
        ["SGD"] = 50,
        ["THB"] = 1000,
        ["USD"] = 50,
        ["ZAR"] = 50,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Currency> ByCode =
        ((Currency[])
        [
            .. Of(NoDigits, digits: 0, providerDigits: 0, step: 1),
            .. Of(TwoDigits, digits: 2, providerDigits: 2, step: 1),
            .. Of(ThreeDigits, digits: 3, providerDigits: 3, step: 10),
            .. Of("ISK UGX", digits: 0, providerDigits: 2, step: 1),
            .. Of("MGA", digits: 2, providerDigits: 0, step: 100),
        ]).ToFrozenDictionary(currency => currency.Code, StringComparer.Ordinal);

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<Currency> All { get; } = [.. ByCode.Values.OrderBy(currency => currency.Code, StringComparer.Ordinal)];

    /// <summary>Returns a currency, or null when it cannot be charged.</summary>
    /// <param name="code">ISO 4217, upper case.</param>
    public static Currency? Find(string code) => ByCode.GetValueOrDefault(code);

    private static IEnumerable<Currency> Of(string codes, int digits, int providerDigits, long step) => codes.Split(' ')
        .Select(code => new Currency(code, digits, providerDigits, Minimums.GetValueOrDefault(code, step), step));
}
