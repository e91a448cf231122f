using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Gateway.Live;

internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>To send a frame to so many takes about as long as the shorter pause.</summary>
    public const int CrowdListeners = 2000;

    /// <summary>Sends changes within this time of each other as one frame; within twice this time to <see cref="CrowdListeners"/> or more.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:01")]
    public TimeSpan Coalesce { get; init; } = TimeSpan.FromMilliseconds(75);

    /// <summary>After this time without a message, seats is asked whether the last one was lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:00:05")]
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time between heartbeats. With <see cref="CheckEvery"/> and <see cref="AnswerWithin"/> it makes the longest silence.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:00:08")]
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a reading of the seats service may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")]
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Removes the stream of an event after this time without listeners.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00")]
    public TimeSpan IdleFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Batches of an event that are kept for listeners that come back.</summary>
    [Range(1, 100_000)]
    public int ReplayBatches { get; init; } = 2000;

    /// <summary>Frames that may wait for a listener; one with more is disconnected and may come back.</summary>
    [Range(1, 10_000)]
    public int Waiting { get; init; } = 64;

    /// <summary>A listener that does not read a slice of a frame (16 KiB) within this time is disconnected.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SliceWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Listeners of this process; more are answered 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxListeners { get; init; } = 20_000;

    /// <summary>Listeners of one network (an IPv4 address, an IPv6 /64); more are answered 429.</summary>
    [Range(1, 1_000_000)]
    public int MaxListenersPerNetwork { get; init; } = 200;

    /// <summary>A network with so many gets none of the last quarter of <see cref="MaxListeners"/>; it is answered 503.</summary>
    [Range(1, 1_000_000)]
    public int NewcomerListeners { get; init; } = 10;

    /// <summary>The pause after a frame to so many listeners.</summary>
    public TimeSpan CoalesceFor(int listeners) => listeners < CrowdListeners ? Coalesce : 2 * Coalesce;
}
