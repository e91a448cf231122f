using System.Text.RegularExpressions;

namespace TicketBooking.EventCore.Domain;

/// <summary>The language of an event's text: a BCP 47 tag such as <c>nl</c> or <c>zh-Hant</c>. Whether it is registered is not checked.</summary>
internal static partial class Language
{
    public const int MaxLength = 35;

    public static bool IsTag(string text) => text.Length <= MaxLength && Tag().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\z")]
    private static partial Regex Tag();
}
