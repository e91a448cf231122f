using TicketBooking.Contracts;

namespace TicketBooking.Search.Rebuild;

/// <summary>Reads how many seats of every event are available from seats.</summary>
/// <param name="seats">Calls it through the sidecar.</param>
internal sealed class AvailabilityListing(HttpClient seats)
{
    /// <summary>The counts page by page, in the order of the events' ids.</summary>
    /// <exception cref="HttpRequestException">Seats cannot be asked.</exception>
    public IAsyncEnumerable<EventAvailability[]> PagesAsync(CancellationToken cancellationToken) => Walk.PagesAsync(
        seats, "/internal/availability", ContractsJson.Default.EventAvailabilityArray, count => count.EventId, cancellationToken);
}
