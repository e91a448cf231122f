using System.IO.Pipelines;
using System.Net;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>A body of which every piece is sent as it comes. Otherwise small pieces wait until a buffer is full; YARP flushes for gRPC only.</summary>
internal sealed class FlushedContent : HttpContent
{
    private readonly HttpContent _body;

    public FlushedContent(HttpContent body)
    {
        _body = body;
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <summary>A pipe flushes its stream after each write.</summary>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.CopyToAsync(PipeWriter.Create(stream).AsStream(), context, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? 0;
        return _body.Headers.ContentLength is not null;
    }
}
