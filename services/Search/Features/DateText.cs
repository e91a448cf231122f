using System.Globalization;

namespace TicketBooking.Search.Features;

/// <summary>Reads a time in a query: a date, or a date and a time with its offset, as in ISO 8601.</summary>
internal static class DateText
{
    private const string Day = "yyyy-MM-dd";

    private static readonly string[] Times =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The first moment that is meant, and the first after it: a date means its whole day in UTC.</summary>
    /// <returns>Null when it is no time.</returns>
    public static (DateTimeOffset First, DateTimeOffset After)? TryRead(string? text) =>
        DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? (new(day, TimeOnly.MinValue, TimeSpan.Zero), new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero))
            : DateTimeOffset.TryParseExact(
                text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                && time < DateTimeOffset.MaxValue.AddDays(-1)
                    ? (time, time.AddMicroseconds(1))
                    : null;
}
