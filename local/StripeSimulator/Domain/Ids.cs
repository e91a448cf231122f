using System.Security.Cryptography;

namespace TicketBooking.StripeSimulator.Domain;

internal static class Ids
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string New(string prefix) => $"{prefix}_{Random()}";

    public static string Random() => RandomNumberGenerator.GetString(Alphabet, 24);
}
