using System.Net;

namespace TicketBooking.EventCore.Features.Admin;

/// <summary>Asks booking, which sells the seats of events.</summary>
/// <param name="booking">Calls booking through the sidecar.</param>
internal sealed class EventSales(HttpClient booking)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>Ends the sale of an event for ever unless it has live bookings. Closing a closed event changes nothing.</summary>
    /// <returns>False when there are live bookings; nothing has changed then.</returns>
    /// <exception cref="HttpRequestException">When booking does not answer; the sale may have been ended.</exception>
    public async Task<bool> TryCloseAsync(Guid eventId, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(AnswerWithin);
        try
        {
            using var answer = await booking.PostAsync($"/internal/events/{eventId}/close", content: null, deadline.Token);
            if (answer.StatusCode == HttpStatusCode.Conflict)
            {
                return false;
            }

            answer.EnsureSuccessStatusCode();
            return true;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("Booking did not answer in time.", exception);
        }
    }
}
