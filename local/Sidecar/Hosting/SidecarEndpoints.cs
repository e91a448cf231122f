namespace TicketBooking.Sidecar.Hosting;

/// <summary>The two APIs of one sidecar, building block by building block.</summary>
internal sealed record SidecarEndpoints(Action<IEndpointRouteBuilder> MapHttp, Action<IEndpointRouteBuilder> MapGrpc);
