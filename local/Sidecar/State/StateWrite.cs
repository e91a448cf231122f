using System.Globalization;
using Concurrency = TicketBooking.Sidecar.Wire.StateConcurrency;

namespace TicketBooking.Sidecar.State;

/// <summary>The item of a key.</summary>
internal sealed record StateValue(byte[] Bytes, long Version)
{
    public string ETag => Version.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One change of one key. Without a value it is a deletion.</summary>
internal sealed record StateWrite(string Key, byte[]? Value, string? ETag, Concurrency Concurrency, int? TimeToLiveSeconds)
{
    private const string TimeToLive = "ttlInSeconds";

    /// <summary>
    /// The version the writer has seen, if it is to count: an explicit last-write ignores it when it saves, and not when it deletes, as in Dapr's
    /// Redis store.
    /// </summary>
    public string? Expected => (Value is not null && Concurrency == Concurrency.LastWrite) || string.IsNullOrEmpty(ETag) ? null : ETag;

    /// <summary>The code of a refusal.</summary>
    public string ErrorCode => Value is null ? "ERR_STATE_DELETE" : "ERR_STATE_SAVE";

    public static StateWrite Upsert(StateItem item) =>
        Delete(item) with { Value = item.Value.ToByteArray(), TimeToLiveSeconds = ReadTimeToLive(item.Metadata) };

    public static StateWrite Delete(StateItem item) => new(item.Key, null, item.Etag?.Value, item.Options?.Concurrency ?? Concurrency.Unspecified, null);

    public static StateWrite Operation(TransactionalStateOperation operation) => operation.OperationType switch
    {
        "upsert" => Upsert(operation.Request),
        "delete" => Delete(operation.Request),
        var other => throw ApiException.Malformed($"operation '{other}' is neither upsert nor delete"),
    };

    public static int? ReadTimeToLive(IEnumerable<KeyValuePair<string, string>>? metadata) =>
        metadata?.FirstOrDefault(m => m.Key == TimeToLive).Value switch
        {
            null => null,
            var text when int.TryParse(text, out var seconds) && seconds >= -1 => seconds,
            var text => throw ApiException.Malformed($"{TimeToLive} is '{text}'; it must be a number of seconds, or -1 for no limit"),
        };
}
