namespace TicketBooking.Sidecar.Api;

/// <summary>A call to the sidecar's API that is refused, in both of its languages.</summary>
internal sealed class ApiException(int httpStatus, StatusCode grpcStatus, string errorCode, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public int HttpStatus { get; } = httpStatus;

    public StatusCode GrpcStatus { get; } = grpcStatus;

    public string ErrorCode { get; } = errorCode;

    public static ApiException Malformed(string message) =>
        new(StatusCodes.Status400BadRequest, StatusCode.InvalidArgument, "ERR_MALFORMED_REQUEST", message);
}
