using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Conformance.Embedded;

/// <summary>A worker that does nothing by itself: the test reads its items and answers by hand.</summary>
internal sealed class ItemReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _leave = new(TimeSpan.FromSeconds(60));
    private readonly IAsyncEnumerator<WorkItem> _items;

    public ItemReader(GrpcClient sidecar) =>
        _items = sidecar.StreamAsync(WorkflowMethods.GetWorkItems, new GetWorkItemsRequest(), _leave.Token).GetAsyncEnumerator(_leave.Token);

    public async Task<WorkItem> NextAsync() =>
        await _items.MoveNextAsync() ? _items.Current : throw new InvalidOperationException("The sidecar ended the stream.");

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync();
        _leave.Dispose();
    }
}
