using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Platform;

/// <summary>Settings of the section <c>Requests</c>.</summary>
public sealed class RequestQueueOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Requests";

    /// <summary>The most requests of a route that run or wait for a connection in this process; one more is answered 503.</summary>
    [Range(1, 1_000_000)]
    public int MostOfARoute { get; init; } = 1000;
}
