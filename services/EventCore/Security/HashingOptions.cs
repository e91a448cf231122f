using System.ComponentModel.DataAnnotations;

namespace TicketBooking.EventCore.Security;

/// <summary>Section <c>Auth:Hashing</c>: how many passwords are hashed at the same time, and how many requests wait for that.</summary>
public sealed class HashingOptions
{
    public const string Section = "Auth:Hashing";

    /// <summary>Half of the processors, unless it is set: the other half is for everything else.</summary>
    [Range(1, 1024)]
    public int AtOnce { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>One more is refused at once.</summary>
    [Range(0, 100_000)]
    public int MostWaiting { get; set; } = 64;

    /// <summary>One that has waited so long is refused.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(5);
}
