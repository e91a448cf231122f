namespace TicketBooking.Gateway.Limits;

/// <summary>Metadata of an endpoint: which lane it is in, and by which name it may have limits of its own.</summary>
internal sealed record InLane(Lane Lane, string? Route = null);

internal static class InLaneExtensions
{
    public static TBuilder WithLane<TBuilder>(this TBuilder endpoint, Lane lane, string? route = null)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new InLane(lane, route));
}
