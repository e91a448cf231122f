using System.Text.RegularExpressions;

namespace TicketBooking.EventCore.Domain;

/// <summary>The time zone of an event: an id of the IANA database, such as <c>Europe/Amsterdam</c>, spelt as there.</summary>
internal static partial class TimeZoneName
{
    public const int MaxLength = 64;

    /// <summary>Files beside the zones that are no zones of the database, or the same ones again.</summary>
    private static readonly string[] NoZones = ["posix", "right", "posixrules", "localtime", "Factory"];

    public static bool IsKnown(string text) =>
        text.Length <= MaxLength
        && Id().IsMatch(text)
        && !NoZones.Contains(text.Split('/')[0], StringComparer.Ordinal)
        && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone)
        && zone.HasIanaId
        && zone.Id == text;

    [GeneratedRegex(@"^[A-Za-z0-9+_-]+(/[A-Za-z0-9+_-]+)*\z")]
    private static partial Regex Id();
}
