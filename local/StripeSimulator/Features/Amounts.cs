using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Features;

/// <summary>Stripe's limits on money.</summary>
internal static class Amounts
{
    private const long Smallest = 50;
    private const long Largest = 99_999_999;

    public static long Amount(Parameters form)
    {
        form.Required("amount");
        return form.Integer("amount") switch
        {
            null or < 1 => throw TooLow("amount"),
            < Smallest => throw Errors.InvalidParameter("amount", "amount_too_small", $"Amount must be at least {Smallest} minor units."),
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
        return currency.Length == 3 && currency.All(char.IsAsciiLetterLower)
            ? currency
            : throw Errors.InvalidParameter("currency", "parameter_invalid_string", $"Invalid currency: {currency}.");
    }

    private static ApiException TooLow(string name) =>
        Errors.InvalidParameter(name, "parameter_invalid_integer", "This value must be greater than or equal to 1.");
}
