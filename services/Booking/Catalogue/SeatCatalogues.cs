using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts;

namespace TicketBooking.Booking.Catalogue;

/// <summary>
/// Fetches the seats of an event with their prices from seats, once, and caches them: a catalogue never changes once it exists. The number
/// of cached seats is limited.
/// </summary>
/// <param name="seats">Calls the seats service through the sidecar.</param>
internal sealed class SeatCatalogues(HttpClient seats) : IDisposable
{
    private const long MostSeatsKept = 1_000_000;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostSeatsKept });
    private readonly ConcurrentDictionary<Guid, Lazy<Task<EventSeats?>>> _asked = new();

    /// <summary>Returns the seats, or null when they are not generated yet.</summary>
    /// <exception cref="HttpRequestException">The seats service cannot be asked.</exception>
    public async Task<EventSeats?> FindAsync(Guid eventId, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(eventId, out EventSeats? known))
        {
            return known;
        }

        // One request to seats serves all waiting callers; the cancellation of the first caller does not end it.
        var question = _asked.GetOrAdd(eventId, id => new Lazy<Task<EventSeats?>>(() => AskAsync(id)));
        return await question.Value.WaitAsync(cancellationToken);
    }

    public void Dispose() => _kept.Dispose();

    private async Task<EventSeats?> AskAsync(Guid eventId)
    {
        using var timeout = new CancellationTokenSource(AnswerWithin);
        try
        {
            using var answer = await seats.GetAsync(
                $"/internal/catalogue/{eventId}", HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            answer.EnsureSuccessStatusCode();
            var catalogue = await answer.Content.ReadFromJsonAsync(ContractsJson.Default.SeatCatalogue, timeout.Token)
                ?? throw new HttpRequestException("Seats answered with no catalogue.");
            var found = new EventSeats(catalogue);
            _kept.Set(eventId, found, new MemoryCacheEntryOptions { Size = Math.Max(1, found.Count) });
            return found;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or JsonException)
        {
            throw new HttpRequestException("Seats did not answer with a whole catalogue in time.", exception);
        }
        finally
        {
            _asked.TryRemove(eventId, out _);
        }
    }
}
