using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Gateway.Limits;

internal sealed class LaneOptions
{
    [Range(0.01, 1_000_000)]
    public double RatePerSecond { get; set; } = 10;

    [Range(1, 1_000_000)]
    public double Burst { get; set; } = 20;

    /// <summary>Requests of this lane that one gateway works on at the same time; 0 is no limit.</summary>
    [Range(0, 1_000_000)]
    public int Concurrency { get; set; }

    /// <summary>Requests of one client in this lane at the same time, until their answers are read; 0 is no limit.</summary>
    [Range(0, 1_000_000)]
    public int ClientConcurrency { get; set; }

    /// <summary>Requests of one network in this lane that services work on at the same time; others of it wait. 0 is no limit.</summary>
    [Range(0, 1_000_000)]
    public int NetworkAtWork { get; set; }

    /// <summary>Largest body; by default that of the lane, and of a lane <c>Gateway:MaxBodyBytes</c>.</summary>
    [Range(1, 4 << 20)]
    public int? MaxBodyBytes { get; set; }
}
