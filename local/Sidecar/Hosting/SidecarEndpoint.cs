namespace TicketBooking.Sidecar;

/// <summary>Where one sidecar listens, on 127.0.0.1 and [::1].</summary>
/// <param name="AppId">The app it belongs to.</param>
/// <param name="HttpPort">Port of the HTTP API.</param>
/// <param name="GrpcPort">Port of the gRPC API.</param>
public sealed record SidecarEndpoint(string AppId, int HttpPort, int GrpcPort);
