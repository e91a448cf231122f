namespace TicketBooking.Gateway.Limits;

/// <summary>Metadata of an endpoint that only the sidecar may call: its messages have no limit here, and any other caller is refused at once.</summary>
internal sealed class ForSidecar;
