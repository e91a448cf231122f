using System.Net;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>A request body of unknown length that the test writes chunk by chunk.</summary>
internal sealed class ChunkedBody(Func<Stream, Task> write) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
