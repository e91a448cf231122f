using Dapr.DurableTask.Protobuf;
using Grpc.Core;
using TicketBooking.Sidecar.Conformance.Targets;

namespace TicketBooking.Sidecar.Conformance.Embedded;

/// <summary>A worker that does nothing by itself: the test reads its items and answers by hand.</summary>
internal sealed class ItemReader(GrpcApi sidecar) : IDisposable
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);
    private readonly AsyncServerStreamingCall<WorkItem> _items = sidecar.Workflows.GetWorkItems(new GetWorkItemsRequest());

    public async Task<WorkItem> NextAsync()
    {
        using var deadline = new CancellationTokenSource(GiveUpAfter);
        return await _items.ResponseStream.MoveNext(deadline.Token)
            ? _items.ResponseStream.Current
            : throw new InvalidOperationException("The sidecar ended the stream.");
    }

    public void Dispose() => _items.Dispose();
}
