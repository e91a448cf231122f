using System.Collections.Frozen;

namespace TicketBooking.StripeSimulator.Domain;

/// <summary>
/// Stripe's currencies, in Stripe's units (https://docs.stripe.com/currencies). All accounts here are as one that has each as its own
/// settlement currency: nothing is converted, so a currency without a minimum on that page has none.
/// </summary>
internal static class Currencies
{
    private static readonly FrozenSet<string> Supported = (
        "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve "
        + "czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw "
        + "kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr "
        + "pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst "
        + "xaf xcd xof xpf yer zar zmw").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static bool IsSupported(string currency) => Supported.Contains(currency);

    /// <summary>The smallest charge, as the page lists it.</summary>
    public static long Minimum(string currency) => currency switch
    {
        "gbp" => 30,
        "usd" or "ars" or "aud" or "brl" or "cad" or "chf" or "cop" or "eur" or "idr" or "ils" or "inr" or "nzd" or "php" or "rub" or "sgd"
            or "zar" => 50,
        "jpy" or "krw" => 50,
        "bgn" => 100,
        "aed" or "myr" or "pln" or "ron" => 200,
        "dkk" => 250,
        "nok" or "sek" => 300,
        "hkd" => 400,
        "mxn" or "thb" => 1000,
        "czk" => 1500,
        "huf" => 17_500,
        _ => 1,
    };

    /// <summary>What a charge is a multiple of: whole units although there are two digits, or a last of three digits that is 0.</summary>
    public static long Step(string currency) => currency switch
    {
        "isk" or "ugx" => 100,
        "bhd" or "jod" or "kwd" or "omr" or "tnd" => 10,
        _ => 1,
    };
}
