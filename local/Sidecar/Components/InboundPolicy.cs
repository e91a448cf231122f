namespace TicketBooking.Sidecar.Components;

/// <summary>What Resiliency says about deliveries from one pub/sub component.</summary>
internal sealed record InboundPolicy(RetryPolicy Retry, TimeSpan? Timeout)
{
    public static InboundPolicy None { get; } = new(RetryPolicy.None, null);
}
