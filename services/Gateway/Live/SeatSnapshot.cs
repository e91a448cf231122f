using System.Text.Json;
using System.Text.Json.Serialization;

namespace TicketBooking.Gateway.Live;

/// <summary>All seats of an event that are not available.</summary>
internal sealed record SeatSnapshot(Guid EventId, long Seq, IReadOnlyList<string> Held, IReadOnlyList<string> Booked);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SeatSnapshot))]
internal sealed partial class LiveJson : JsonSerializerContext;
