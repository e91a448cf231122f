using System.Net;

namespace TicketBooking.Sidecar.Invocation;

/// <summary>The caller's request body, streamed. Once it has been started it cannot be sent to a second instance.</summary>
internal sealed class ForwardedBody(HttpRequest request) : HttpContent
{
    public bool IsStarted { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsStarted = true;
        return StreamCopy.CopyAsync(request.Body, stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = request.ContentLength ?? 0;
        return request.ContentLength is not null;
    }
}
