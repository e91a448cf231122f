using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace TicketBooking.DaprWire;

/// <summary>
/// How a call ended: <c>grpc-status</c> and <c>grpc-message</c>, in the trailers or, where there is no body, in the headers.
/// </summary>
internal static class GrpcTrailers
{
    public static void ThrowIfNotGrpc(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.OK
            && response.Content.Headers.ContentType?.MediaType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
        {
            return;
        }

        ThrowIfPresentAndNotOk(response.Headers);
        throw new GrpcStatusException(StatusOf(response.StatusCode), $"The server answered HTTP {(int)response.StatusCode} without gRPC.");
    }

    public static void ThrowIfNotOk(HttpResponseMessage response)
    {
        if (!ThrowIfPresentAndNotOk(response.TrailingHeaders) && !ThrowIfPresentAndNotOk(response.Headers))
        {
            throw new GrpcStatusException(GrpcStatus.Unavailable, "The call ended without a status.");
        }
    }

    private static bool ThrowIfPresentAndNotOk(HttpHeaders headers)
    {
        if (!headers.TryGetValues("grpc-status", out var values))
        {
            return false;
        }

        var status = int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? (GrpcStatus)code
            : GrpcStatus.Unknown;
        if (status == GrpcStatus.Ok)
        {
            return true;
        }

        var text = headers.TryGetValues("grpc-message", out var messages) ? GrpcMessageText.Decode(messages.First()) : string.Empty;
        throw new GrpcStatusException(status, text);
    }

    private static GrpcStatus StatusOf(HttpStatusCode code) => code switch
    {
        HttpStatusCode.BadRequest => GrpcStatus.Internal,
        HttpStatusCode.Unauthorized => GrpcStatus.Unauthenticated,
        HttpStatusCode.Forbidden => GrpcStatus.PermissionDenied,
        HttpStatusCode.NotFound => GrpcStatus.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            => GrpcStatus.Unavailable,
        _ => GrpcStatus.Unknown,
    };
}
