using System.Text.Json;

namespace TicketBooking.Journey;

/// <summary>Makes venues and events.</summary>
internal sealed class Organiser(HttpClient gateway, string token) : User(gateway, token)
{
    public static async Task<Organiser> RegisterAsync(LocalSystem system) => new(system.Gateway, await RegisterAsync(system.Gateway));

    /// <summary>An event in a new venue with one section; its seats are not there yet.</summary>
    /// <returns>The event's id.</returns>
    public async Task<string> CreateEventAsync(int rows = 5, int seatsPerRow = 10, int holdSeconds = 600)
    {
        var venue = await PostAsync("/venue/create", new
        {
            name = "Grand Hall",
            address = "1 Main St",
            city = "Utrecht",
            sections = new[] { new { name = "Stalls", rows, seatsPerRow } },
        });
        var made = await PostAsync("/event/create", new
        {
            title = "First Night",
            venueId = venue.GetProperty("id").GetString(),
            startsAt = "2035-06-01T19:00:00Z",
            currency = "EUR",
            prices = new[] { new { section = "Stalls", priceMinor = 4500 } },
            holdSeconds,
        });
        return made.GetProperty("id").GetString()!;
    }

    /// <summary>Waits until the event's seats have come through change data capture, and can be held.</summary>
    public Task<JsonElement> UntilGeneratedAsync(string eventId) => Eventually.GetAsync(
        cancellationToken => GetAsync($"/event/generated/{eventId}", cancellationToken),
        answer => answer.GetProperty("generated").GetBoolean());
}
