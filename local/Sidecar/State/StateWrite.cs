namespace TicketBooking.Sidecar.State;

/// <summary>One change of one key. Without a value it is a deletion.</summary>
internal sealed record StateWrite(string Key, byte[]? Value, string? ETag, Concurrency Concurrency, int? TimeToLiveSeconds)
{
    private const string TimeToLive = "ttlInSeconds";

    /// <summary>The version the writer has seen, if it is to count: an explicit last-write ignores it, as in Dapr's Redis store.</summary>
    public string? Expected => Concurrency == Concurrency.LastWrite || string.IsNullOrEmpty(ETag) ? null : ETag;

    public static int? ReadTimeToLive(IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        var text = metadata?.FirstOrDefault(m => m.Key == TimeToLive).Value;
        return text switch
        {
            null => null,
            _ when int.TryParse(text, out var seconds) && seconds >= -1 => seconds,
            _ => throw Hosting.ApiException.Malformed($"{TimeToLive} is '{text}'; it must be a number of seconds, or -1 for no limit"),
        };
    }
}
