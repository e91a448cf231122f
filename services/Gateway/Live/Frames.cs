using System.Text;
using System.Text.Json;
using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>Makes the frames of the streams (text/event-stream), each once for all listeners.</summary>
internal static class Frames
{
    /// <summary>A comment: keeps the connection open and shows a dead one.</summary>
    public static ReadOnlyMemory<byte> Heartbeat { get; } = ": still here\n\n"u8.ToArray();

    public static ReadOnlyMemory<byte> Snapshot(SeatSnapshot snapshot) =>
        Of("snapshot", snapshot.Seq, JsonSerializer.Serialize(snapshot, LiveJson.Default.SeatSnapshot));

    public static ReadOnlyMemory<byte> Changes(SeatFeedBatch batch) =>
        Of("seats", batch.Seq, JsonSerializer.Serialize(batch, ContractsJson.Default.SeatFeedBatch));

    private static ReadOnlyMemory<byte> Of(string name, long id, string json) =>
        Encoding.UTF8.GetBytes($"event: {name}\nid: {id}\ndata: {json}\n\n");
}
