using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TicketBooking.Contracts;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Reads the public states of seats from the seats service.</summary>
/// <param name="seats">Calls it through the sidecar.</param>
internal sealed class SeatStates(HttpClient seats)
{
    /// <summary>Streams an event's seats in the order of their ids; none for an event that seats does not know.</summary>
    /// <exception cref="HttpRequestException">Seats cannot be asked.</exception>
    public async IAsyncEnumerable<SeatState> StreamAsync(Guid eventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await seats.GetAsync($"/internal/states/{eventId}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            yield break;
        }

        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var seat in JsonSerializer.DeserializeAsyncEnumerable(body, ContractsJson.Default.SeatState, cancellationToken))
        {
            yield return seat!;
        }
    }
}
