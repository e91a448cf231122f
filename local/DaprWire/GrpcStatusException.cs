namespace TicketBooking.DaprWire;

/// <summary>
/// A call that did not end with <see cref="GrpcStatus.Ok"/>. Thrown by clients; thrown by a server's handler to answer with that status.
/// </summary>
public sealed class GrpcStatusException(GrpcStatus status, string detail, Exception? innerException = null)
    : Exception($"{status}: {detail}", innerException)
{
    public GrpcStatus Status { get; } = status;

    /// <summary>What <c>grpc-message</c> says.</summary>
    public string Detail { get; } = detail;
}
