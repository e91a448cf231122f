using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace TicketBooking.Search.Domain;

/// <summary>The place after a hit, in an order. It is opaque to clients and holds nothing but that hit's sort values.</summary>
/// <param name="Sort">The order it was made for.</param>
/// <param name="Values">The sort values of the last hit, as the engine wrote them; empty at the start.</param>
internal sealed record Cursor(SearchSort Sort, string[] Values)
{
    private const int Longest = 500;

    public bool IsStart => Values.Length == 0;

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string[]>([$"{Sort}", .. Values]));

    /// <returns>Null when it is no cursor of this order.</returns>
    public static Cursor? TryParse(string text, SearchSort sort)
    {
        if (text.Length == 0)
        {
            return new Cursor(sort, []);
        }

        try
        {
            return text.Length <= Longest
                && JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(text)) is [var order, _, ..] values
                && order == $"{sort}" && values.All(value => value is not null)
                ? new Cursor(sort, [.. values.Skip(1).OfType<string>()])
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or DecoderFallbackException)
        {
            return null;
        }
    }
}
