using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace TicketBooking.Fuzzing;

/// <summary>A running system, the callers, and what it has.</summary>
/// <param name="Gateway">Where it is.</param>
/// <param name="Tokens">Access tokens of users.</param>
/// <param name="AdminToken">Of an administrator.</param>
/// <param name="Known">Values that mean something, by the name of their parameter or field.</param>
public sealed record FuzzSubject(
    Uri Gateway, IReadOnlyList<string> Tokens, string AdminToken, IReadOnlyDictionary<string, IReadOnlyList<string>> Known)
{
    private const int Events = 4;

    private const string Password = "correct horse battery";

    /// <summary>Makes accounts, a venue, events, holds and a booking, so that requests can mean something.</summary>
    /// <param name="gateway">Where the system is.</param>
    /// <param name="administrator">Name and password of an administrator.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    public static async Task<FuzzSubject> PrepareAsync(Uri gateway, (string Name, string Password) administrator, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = gateway };
        var admin = await PostAsync(http, "/auth/login", new { username = administrator.Name, password = administrator.Password }, cancellationToken);
        var users = new List<JsonElement>();
        for (var n = 0; n < 3; n++)
        {
            var name = $"fuzz{Guid.CreateVersion7():N}";
            users.Add(await PostAsync(http, "/auth/create", new { username = name, email = $"{name}@example.test", password = Password }, cancellationToken));
        }

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Text(users[0], "accessToken"));
        var venue = await PostAsync(
            http, "/venue/create", new { name = "Grand Hall", address = "1 Main St", city = "Utrecht", sections = new[] { new { name = "Stalls", rows = 10, seatsPerRow = 20 } } }, cancellationToken);
        var events = new List<string>();
        for (var n = 0; n < Events; n++)
        {
            events.Add(await NewEventAsync(http, Text(venue, "id"), cancellationToken));
        }

        var holds = new List<string>();
        foreach (var eventId in events)
        {
            holds.Add(Text(await PostAsync(http, "/booking/holds", new { eventId, seats = new[] { "A1", "A2" } }, cancellationToken), "holdId"));
        }

        var booking = await PostAsync(http, "/booking/book_seat", new { holdId = holds[0] }, cancellationToken);
        var seats = await http.GetFromJsonAsync<JsonElement>($"/api/v1/seat/seats?eventId={events[0]}&size=50", cancellationToken);
        string[] seatIds = [.. seats.GetProperty("items").EnumerateArray().Select(seat => Text(seat, "id"))];
        string[] numbers = [.. Enumerable.Range(3, 18).SelectMany(n => new[] { $"A{n}", $"B{n}", $"Stalls/C{n}" })];
        return new(
            gateway,
            [.. users.Select(user => Text(user, "accessToken"))],
            Text(admin, "accessToken"),
            new Dictionary<string, IReadOnlyList<string>>
            {
                ["id"] = [.. events, .. holds, .. seatIds[..4], Text(venue, "id")],
                ["eventId"] = events,
                ["venueId"] = [Text(venue, "id")],
                ["holdId"] = holds,
                ["bookingId"] = holds,
                ["paymentIntentId"] = [Text(booking.GetProperty("paymentIntent"), "id")],
                ["paymentId"] = [Text(booking.GetProperty("paymentIntent"), "id")],
                ["seatNumber"] = numbers,
                ["seatNumbers"] = numbers,
                ["seat"] = numbers,
                ["section"] = ["Stalls"],
                ["username"] = [.. users.Select(user => Text(user, "username"))],
                ["password"] = [Password],
                ["currency"] = ["EUR"],
                ["language"] = ["en", "nl"],
                ["timeZone"] = ["Europe/Amsterdam"],
                ["paymentMethod"] = ["card"],
                ["sort"] = ["startsAt:asc", "price:desc", "relevance"],
                ["q"] = ["first", "firts night", "opera \"grand hall\""],
                ["city"] = ["Utrecht"],
                ["cursor"] = [""],
                ["startsAt"] = ["2035-06-01T19:00:00Z", "2036-01-01T00:00:00+01:00"],
                ["endsAt"] = ["2037-06-01T22:00:00Z"],
                ["onSaleAt"] = ["2026-01-01T00:00:00Z", "2034-06-01T22:00:00Z"],
                ["priceMinor"] = ["4500", "100", "0"],
                ["holdSeconds"] = ["5", "600"],
                ["maxSeatsPerBooking"] = ["1", "8"],
                ["quantity"] = ["1", "2", "4"],
                ["rows"] = ["1", "5"],
                ["seatsPerRow"] = ["1", "10"],
                ["accessible"] = ["A1"],
                ["email"] = ["fuzz@example.test", "a@b.example"],
            });
    }

    private static async Task<string> NewEventAsync(HttpClient http, string venueId, CancellationToken cancellationToken)
    {
        var made = await PostAsync(
            http,
            "/event/create",
            new { title = "First Night", venueId, startsAt = "2035-06-01T19:00:00Z", currency = "EUR", prices = new[] { new { section = "Stalls", priceMinor = 4500 } } },
            cancellationToken);
        var id = Text(made, "id");
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!(await http.GetFromJsonAsync<JsonElement>($"/api/v1/event/generated/{id}", cancellationToken)).GetProperty("generated").GetBoolean())
        {
            await pause.WaitForNextTickAsync(cancellationToken);
        }

        return id;
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync($"/api/v1{path}", body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new HttpRequestException($"{path}: {(int)answer.StatusCode} {text}");
    }

    private static string Text(JsonElement body, string name) => body.GetProperty(name).GetString()!;
}
