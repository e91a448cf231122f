namespace TicketBooking.EventCore.Domain;

/// <summary>Times as the database keeps them, so that an answer made before saving equals one made after loading.</summary>
internal static class UtcTime
{
    /// <summary>In UTC, cut to whole microseconds.</summary>
    public static DateTimeOffset Of(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public static DateTimeOffset? Of(DateTimeOffset? time) => time is { } value ? Of(value) : null;
}
