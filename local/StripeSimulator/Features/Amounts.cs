using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features;

/// <summary>Stripe's limits on money.</summary>
internal static class Amounts
{
    private const long Largest = 99_999_999;

    public static long Amount(Parameters form, string currency)
    {
        form.Required("amount");
        return form.Integer("amount") switch
        {
            null or < 1 => throw TooLow("amount"),
            { } amount when amount < Currencies.Minimum(currency) => throw Errors.InvalidParameter(
                "amount", "amount_too_small", $"Amount must be at least {Currencies.Minimum(currency)} in the smallest unit of {currency}."),
            { } amount when amount % Currencies.Step(currency) != 0 => throw Errors.InvalidParameter(
                "amount",
                "invalid_charge_amount_no_decimal_compatible",
                $"Invalid amount. Amounts in {currency} must be evenly divisible by {Currencies.Step(currency)}."),
            > Largest => throw Errors.InvalidParameter("amount", "amount_too_large", $"Amount must be no more than {Largest} minor units."),
            { } amount => amount,
        };
    }

    /// <summary>Part of an amount: 1 to <paramref name="most"/>, all of it when absent.</summary>
    public static long Part(Parameters form, string name, long most, string tooLarge) => form.Integer(name) switch
    {
        null => most,
        < 1 => throw TooLow(name),
        { } amount when amount > most => throw Errors.InvalidParameter(name, "amount_too_large", $"{tooLarge}: {amount} > {most}."),
        { } amount => amount,
    };

    public static string Currency(Parameters form)
    {
        var currency = form.Required("currency").ToLowerInvariant();
        return Currencies.IsSupported(currency)
            ? currency
            : throw Errors.InvalidParameter("currency", "parameter_invalid_string", $"Invalid currency: {currency}.");
    }

    private static ApiException TooLow(string name) =>
        Errors.InvalidParameter(name, "parameter_invalid_integer", "This value must be greater than or equal to 1.");
}
