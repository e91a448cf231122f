using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>An answer and its JSON body.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonElement Body)
{
    public string Problem => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("type", out var type)
        ? type.GetString()!["urn:ticket-booking:problem:".Length..]
        : "";
}

/// <summary>
/// A buyer's browser: sends a request again, with the same Idempotency-Key, until it gets an answer; and when it hears that its seats are
/// gone, looks whether it is itself who has them.
/// </summary>
internal sealed class Browser
{
    private readonly HttpClient _http;

    public Browser(Uri sidecar, string token)
    {
        _http = new HttpClient { BaseAddress = new Uri(sidecar, "/v1.0/invoke/booking/method/api/v1/booking/"), Timeout = TimeSpan.FromSeconds(20) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<Guid> HoldAsync(Guid eventId)
    {
        var answer = await PostAsync("holds", new { eventId, seats = new[] { "A1", "A2" } });
        return answer.Status == HttpStatusCode.Created ? answer.Body.GetProperty("holdId").GetGuid() : await MineAsync(eventId);
    }

    /// <summary>The booking and the intent to pay.</summary>
    public async Task<(Guid BookingId, string IntentId)> BookSeatsAsync(Guid eventId)
    {
        var answer = await TryBookSeatsAsync(eventId);
        return answer.Status == HttpStatusCode.Created ? Payment(answer) : await BookHoldAsync(await MineAsync(eventId));
    }

    public Task<Answer> TryBookSeatsAsync(Guid eventId) => PostAsync("book_seat", new { eventId, seatNumbers = new[] { "A1", "A2" } });

    public async Task<(Guid BookingId, string IntentId)> BookHoldAsync(Guid holdId) => Payment(await PostAsync("book_seat", new { holdId }));

    public Task<Answer> ConfirmAsync(Guid bookingId, string paymentIntentId) => PostAsync("confirm", new { bookingId, paymentIntentId });

    public Task<Answer> CancelAsync(Guid bookingId) => PostAsync($"bookings/{bookingId}/cancel", new { });

    public Task<Answer> ReleaseAsync(Guid holdId) => SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, $"holds/{holdId}"));

    public async Task<JsonElement[]> BookingsAsync() =>
        [.. (await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, "bookings"))).Body.GetProperty("items").EnumerateArray()];

    private async Task<Guid> MineAsync(Guid eventId) => (await BookingsAsync())
        .First(booking => booking.GetProperty("eventId").GetGuid() == eventId).GetProperty("bookingId").GetGuid();

    private static (Guid BookingId, string IntentId) Payment(Answer answer) => answer.Status == HttpStatusCode.Created
        ? (answer.Body.GetProperty("bookingId").GetGuid(), answer.Body.GetProperty("paymentIntent").GetProperty("id").GetString()!)
        : throw new InvalidOperationException($"book_seat was answered {answer.Status} {answer.Body}");

    private Task<Answer> PostAsync(string path, object body)
    {
        var key = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body),
            Headers = { { "Idempotency-Key", key } },
        });
    }

    private async Task<Answer> SendAsync(Func<HttpRequestMessage> request)
    {
        Answer? answer = null;
        await Patience.UntilAsync(async () =>
        {
            (answer, var failure) = await TryAsync(request);
            return failure;
        });
        return answer!;
    }

    private async Task<(Answer? Answer, string? Failure)> TryAsync(Func<HttpRequestMessage> request)
    {
        try
        {
            using var message = request();
            using var response = await _http.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
            var answer = new Answer(response.StatusCode, isJson ? JsonSerializer.Deserialize<JsonElement>(text) : default);
            return IsFinal(answer) ? (answer, null) : (null, $"{message.RequestUri} was answered {response.StatusCode} {text}");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return (null, exception.Message);
        }
    }

    private static bool IsFinal(Answer answer) => answer.Status switch
    {
        HttpStatusCode.Conflict => answer.Problem != "idempotency-key-in-use",
        >= HttpStatusCode.InternalServerError => answer.Problem == "payment-provider-unavailable",
        _ => true,
    };
}
