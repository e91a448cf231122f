using System.Text.Json;
using System.Text.Json.Serialization;

namespace TicketBooking.Platform;

/// <summary>
/// Messages that a sidecar delivers together. With <c>rawPayload</c> each <c>event</c> is the base64 of the bytes on the topic. Source: daprd
/// 1.18, <c>pkg/runtime/subscription/bulksubscription.go</c>.
/// </summary>
/// <param name="Entries">In the order of their partition.</param>
internal sealed record BulkDelivery(BulkEntry[] Entries);

/// <summary>One message of a delivery.</summary>
/// <param name="EntryId">Names it in the answer.</param>
/// <param name="Event">Its bytes.</param>
/// <param name="Metadata">Of the broker; <c>__key</c> is the percent-encoded key.</param>
internal sealed record BulkEntry(string EntryId, byte[]? Event, Dictionary<string, string>? Metadata)
{
    public byte[] Body => Event ?? [];

    public string? Key => Metadata?.GetValueOrDefault("__key") is { } key ? Uri.UnescapeDataString(key.Replace('+', ' ')) : null;
}

/// <summary>The answer to a delivery. An entry that is not in it counts as RETRY.</summary>
internal sealed record BulkAnswer(EntryStatus[] Statuses);

/// <summary>What becomes of one message.</summary>
/// <param name="EntryId">Names it.</param>
/// <param name="Status"><c>SUCCESS</c>; or <c>DROP</c>, which sends it to the dead-letter topic.</param>
internal sealed record EntryStatus(string EntryId, string Status)
{
    public const string Success = "SUCCESS";
    public const string Drop = "DROP";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BulkDelivery))]
[JsonSerializable(typeof(BulkAnswer))]
internal sealed partial class BulkJson : JsonSerializerContext;
