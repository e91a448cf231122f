using TicketBooking.Contracts;

namespace TicketBooking.Search.Rebuild;

/// <summary>Reads all events from event-core.</summary>
/// <param name="eventCore">Calls it through the sidecar.</param>
internal sealed class EventListing(HttpClient eventCore)
{
    /// <summary>The events page by page, in the order of their ids; deleted ones are not there.</summary>
    /// <exception cref="HttpRequestException">Event-core cannot be asked.</exception>
    public IAsyncEnumerable<EventMessage[]> PagesAsync(CancellationToken cancellationToken) => Walk.PagesAsync(
        eventCore, "/internal/events", ContractsJson.Default.EventMessageArray, message => message.EventId, cancellationToken);
}
