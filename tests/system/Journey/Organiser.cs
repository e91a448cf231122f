using System.Text.Json;
using TicketBooking.Testing;

namespace TicketBooking.Journey;

/// <summary>Makes venues and events.</summary>
internal sealed class Organiser(HttpClient http) : ApiUser(http)
{
    public static async Task<Organiser> RegisterAsync(LocalSystem system) => new(await Account.RegisterAsync(system));

    /// <summary>An event in a new venue with one section; its seats are not there yet.</summary>
    /// <returns>The event's id.</returns>
    public async Task<Guid> CreateEventAsync(int rows = 5, int seatsPerRow = 10, int holdSeconds = 600)
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
            venueId = venue.Success().Text("id"),
            startsAt = "2035-06-01T19:00:00Z",
            currency = "EUR",
            prices = new[] { new { section = "Stalls", priceMinor = 4500 } },
            holdSeconds,
        });
        return made.Success().Id("id");
    }

    /// <summary>Waits until the event's seats have come through change data capture, and can be held.</summary>
    public Task<JsonElement> UntilGeneratedAsync(Guid eventId) => Eventually.GetAsync(
        async () => (await GetAsync($"/event/generated/{eventId}")).Success().Body,
        answer => answer.GetProperty("generated").GetBoolean());
}
