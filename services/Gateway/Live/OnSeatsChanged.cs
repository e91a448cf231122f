using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>Passes a message of the feed to the stream of its event.</summary>
internal static class OnSeatsChanged
{
    /// <param name="envelope">The CloudEvent that Dapr makes of what is published.</param>
    /// <param name="streams">The streams of all events with listeners.</param>
    public static Results<Ok, BadRequest> Handle(JsonElement envelope, EventStreamRegistry streams)
    {
        if (Read(envelope) is not { Seq: > 0, Changes: not null } message || message.Before?.All(IsBatch) == false)
        {
            return TypedResults.BadRequest();
        }

        streams.Receive(message);
        return TypedResults.Ok();
    }

    private static bool IsBatch(SeatFeedBatch? batch) => batch is { Seq: > 0, Changes: not null };

    private static SeatFeedMessage? Read(JsonElement envelope)
    {
        try
        {
            return envelope.GetProperty("data").Deserialize(ContractsJson.Default.SeatFeedMessage);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
