using System.Text.Json;
using TicketBooking.Testing;

namespace TicketBooking.SystemHarness;

/// <summary>Makes venues and events.</summary>
public sealed class Organiser(HttpClient http) : ApiUser(http)
{
    public static async Task<Organiser> RegisterAsync(RunningSystem system) => new(await Account.RegisterAsync(system));

    /// <returns>The id of a venue with one section.</returns>
    public async Task<Guid> CreateVenueAsync(int rows, int seatsPerRow) => (await PostAsync("/venue/create", new
    {
        name = "Grand Hall",
        address = "1 Main St",
        city = "Utrecht",
        sections = new[] { new { name = "Stalls", rows, seatsPerRow } },
    })).Success().Id("id");

    /// <summary>An event in a new venue with one section; its seats are not there yet.</summary>
    /// <returns>The event's id.</returns>
    public async Task<Guid> CreateEventAsync(int rows = 5, int seatsPerRow = 10, int holdSeconds = 600) =>
        await CreateEventAsync(await CreateVenueAsync(rows, seatsPerRow), new() { ["holdSeconds"] = holdSeconds });

    /// <summary>An event in a venue that <see cref="CreateVenueAsync"/> made.</summary>
    /// <param name="venueId">The venue.</param>
    /// <param name="changes">Members of the request that are not as usual.</param>
    /// <returns>The event's id.</returns>
    public async Task<Guid> CreateEventAsync(Guid venueId, Dictionary<string, object> changes)
    {
        var request = new Dictionary<string, object>
        {
            ["title"] = "First Night",
            ["venueId"] = venueId,
            ["startsAt"] = "2035-06-01T19:00:00Z",
            ["currency"] = "EUR",
            ["prices"] = new[] { new { section = "Stalls", priceMinor = 4500 } },
        };
        foreach (var (name, value) in changes)
        {
            request[name] = value;
        }

        return (await PostAsync("/event/create", request)).Success().Id("id");
    }

    /// <summary>Waits until the event's seats have come through change data capture, and can be held.</summary>
    public Task<JsonElement> UntilGeneratedAsync(Guid eventId) => Eventually.GetAsync(
        async () => (await GetAsync($"/event/generated/{eventId}")).Success().Body,
        answer => answer.GetProperty("generated").GetBoolean());
}
