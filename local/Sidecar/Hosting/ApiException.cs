using TicketBooking.DaprWire;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>A call to the sidecar's API that is refused, in both of its languages.</summary>
internal sealed class ApiException(int httpStatus, GrpcStatus grpcStatus, string errorCode, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public int HttpStatus { get; } = httpStatus;

    public GrpcStatus GrpcStatus { get; } = grpcStatus;

    public string ErrorCode { get; } = errorCode;

    public static ApiException Malformed(string message) =>
        new(StatusCodes.Status400BadRequest, GrpcStatus.InvalidArgument, "ERR_MALFORMED_REQUEST", message);
}
