using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>The client's body, byte for byte as it arrives: a signed webhook must reach its service unchanged.</summary>
internal sealed class RequestBody : HttpContent
{
    private readonly Stream _body;
    private readonly long? _length;

    private RequestBody(Stream body, long? length) => (_body, _length) = (body, length);

    /// <summary>Null when the request says nothing about a body.</summary>
    public static RequestBody? Of(HttpRequest request)
    {
        var mayHaveBody = request.HttpContext.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        return mayHaveBody || request.ContentLength is not null || request.ContentType is not null
            ? new RequestBody(request.Body, mayHaveBody ? request.ContentLength : 0)
            : null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Flow.CopyAsync(_body, stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _length ?? 0;
        return _length is not null;
    }
}
