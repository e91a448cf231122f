using System.Text;
using System.Text.Json;
using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>Makes the frames of the streams (text/event-stream), each once for all listeners.</summary>
internal static class Frames
{
    /// <summary>A comment: keeps the connection open and shows a dead one.</summary>
    public static Frame Heartbeat { get; } = new(Seq: -1, ": still here\n\n"u8.ToArray());

    public static Frame Snapshot(SeatSnapshot snapshot) =>
        new(snapshot.Seq, Of("snapshot", snapshot.Seq, JsonSerializer.SerializeToUtf8Bytes(snapshot, LiveJson.Default.SeatSnapshot)));

    public static Frame Changes(SeatFeedBatch batch) =>
        new(batch.Seq, Of("seats", batch.Seq, JsonSerializer.SerializeToUtf8Bytes(batch, ContractsJson.Default.SeatFeedBatch)));

    private static byte[] Of(string name, long id, byte[] json) =>
        [.. Encoding.UTF8.GetBytes($"event: {name}\nid: {id}\ndata: "), .. json, .. "\n\n"u8];
}
