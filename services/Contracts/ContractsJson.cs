using System.Text.Json;
using System.Text.Json.Serialization;

namespace TicketBooking.Contracts;

/// <summary>Serializes messages: camelCase, nulls left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(EventMessage[]))]
[JsonSerializable(typeof(EventSection[]))]
[JsonSerializable(typeof(EventAvailability[]))]
[JsonSerializable(typeof(SeatsGeneratedMessage))]
[JsonSerializable(typeof(SeatsAvailabilityMessage))]
[JsonSerializable(typeof(BookingMessage))]
[JsonSerializable(typeof(SeatState))]
[JsonSerializable(typeof(SeatFeedMessage))]
[JsonSerializable(typeof(SeatFeed))]
public sealed partial class ContractsJson : JsonSerializerContext;
