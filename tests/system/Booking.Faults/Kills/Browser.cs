using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TicketBooking.Testing;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>
/// A buyer's browser: sends a request again until it gets an answer; and when it hears that its seats are gone, looks whether it has them
/// itself.
/// </summary>
internal sealed class Browser(HttpClient http) : Buyer(http)
{
    public static Browser Open(Uri sidecar) => new(new HttpClient(new ResendingHandler())
    {
        BaseAddress = new Uri(sidecar, "/v1.0/invoke/booking/method/"),
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Issue()) },
    });

    public async Task<Guid> HoldSeatsAsync(Guid eventId)
    {
        var answer = await HoldAsync(eventId, "A1", "A2");
        return answer.Status == HttpStatusCode.Created ? answer.Id("holdId") : await MineAsync(eventId);
    }

    /// <summary>The booking and the intent to pay.</summary>
    public async Task<(Guid BookingId, string IntentId)> BookSeatsAsync(Guid eventId)
    {
        var answer = await TryBookSeatsAsync(eventId);
        return answer.Status is HttpStatusCode.Created or HttpStatusCode.OK ? Payment(answer) : await CheckOutAsync(await MineAsync(eventId));
    }

    public Task<Answer> TryBookSeatsAsync(Guid eventId) => BookAsync(eventId, "A1", "A2");

    public async Task<(Guid BookingId, string IntentId)> CheckOutAsync(Guid holdId) => Payment(await BookHoldAsync(holdId));

    public async Task<JsonElement[]> BookingsAsync() =>
        [.. (await GetAsync("/booking/bookings")).Body.GetProperty("items").EnumerateArray()];

    private async Task<Guid> MineAsync(Guid eventId) => (await BookingsAsync())
        .First(booking => booking.GetProperty("eventId").GetGuid() == eventId).GetProperty("bookingId").GetGuid();

    private static (Guid BookingId, string IntentId) Payment(Answer answer) => answer.Status is HttpStatusCode.Created or HttpStatusCode.OK
        ? (answer.Id("bookingId"), answer.IntentId)
        : throw new InvalidOperationException($"book_seat was answered {answer.Status} {answer.Body}");
}
