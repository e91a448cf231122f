namespace TicketBooking.Search.Engines.Elasticsearch;

internal static class RetryPause
{
    /// <summary>For a document that the mapping refuses: only a new release or an operator helps.</summary>
    public static readonly TimeSpan OfRefused = TimeSpan.FromHours(1);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>A second, then twice as long each time, at most a minute.</summary>
    /// <param name="tries">Failures before this one.</param>
    public static TimeSpan After(int tries) => tries >= 6 ? Longest : TimeSpan.FromSeconds(1 << tries);
}
