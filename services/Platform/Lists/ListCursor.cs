using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TicketBooking.Platform;

/// <summary>The place after an item of a list. It is opaque to clients and holds nothing but the list's name and that item's key.</summary>
public static class ListCursor
{
    private const int Longest = 2000;

    private static readonly JsonSerializerOptions Short = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>400 <c>bad-cursor</c>.</summary>
    public static ProblemHttpResult Broken() => Problem.Of(
        StatusCodes.Status400BadRequest, "bad-cursor", "The cursor is broken, or is one of another list or order.");

    /// <summary>Writes it.</summary>
    public static string Of(string list, IEnumerable<string> key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string[]>([list, .. key], Short));

    /// <summary>Reads it.</summary>
    /// <returns>The key; empty at the start; null when it is no cursor of this list.</returns>
    public static string[]? TryParse(string text, string list)
    {
        if (text.Length == 0)
        {
            return [];
        }

        try
        {
            // No text of ours has a NUL, and PostgreSQL takes none.
            return text.Length <= Longest
                && JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(text)) is [var name, _, ..] all && name == list
                && all.All(part => part?.Contains('\0', StringComparison.Ordinal) == false)
                ? [.. all.Skip(1).OfType<string>()]
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return null;
        }
    }
}
