namespace TicketBooking.Sidecar;

/// <summary>One app and the ports of its sidecar.</summary>
public sealed class SidecarAppOptions
{
    /// <summary>Name of the app to others, and of its consumer group.</summary>
    public string AppId { get; set; } = string.Empty;

    /// <summary>Where the app listens; 0 when it does not, or when <see cref="SidecarHost.AttachApp"/> will say.</summary>
    public int AppPort { get; set; }

    /// <summary>Host of the app.</summary>
    public string AppChannelAddress { get; set; } = "127.0.0.1";

    /// <summary>Port of the HTTP API on loopback; 0 takes a free one.</summary>
    public int HttpPort { get; set; }

    /// <summary>Port of the gRPC API on loopback; 0 takes a free one.</summary>
    public int GrpcPort { get; set; }
}
