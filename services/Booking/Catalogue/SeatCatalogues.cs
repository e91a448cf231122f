using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts;

namespace TicketBooking.Booking.Catalogue;

/// <summary>
/// The seats of an event with their prices, asked of seats once and kept: a catalogue never changes once it exists. Memory is bounded by
/// the number of seats kept.
/// </summary>
/// <param name="seats">Calls the seats service through the sidecar.</param>
internal sealed class SeatCatalogues(HttpClient seats) : IDisposable
{
    private const long MostSeatsKept = 1_000_000;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostSeatsKept });
    private readonly ConcurrentDictionary<Guid, Lazy<Task<EventSeats?>>> _asked = new();

    /// <summary>The seats, or null when they are not generated yet.</summary>
    /// <exception cref="HttpRequestException">When seats cannot be asked.</exception>
    public async Task<EventSeats?> FindAsync(Guid eventId, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(eventId, out EventSeats? known))
        {
            return known;
        }

        // One question for all who wait; it is not bound to the request that happened to be first.
        var question = _asked.GetOrAdd(eventId, id => new Lazy<Task<EventSeats?>>(() => AskAsync(id)));
        return await question.Value.WaitAsync(cancellationToken);
    }

    public void Dispose() => _kept.Dispose();

    private async Task<EventSeats?> AskAsync(Guid eventId)
    {
        using var patience = new CancellationTokenSource(AnswerWithin);
        try
        {
            using var answer = await seats.GetAsync(
                $"/internal/catalogue/{eventId}", HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            answer.EnsureSuccessStatusCode();
            var catalogue = await answer.Content.ReadFromJsonAsync(ContractsJson.Default.SeatCatalogue, patience.Token)
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
