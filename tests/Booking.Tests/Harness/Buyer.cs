using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace TicketBooking.Booking.Tests.Harness;

/// <summary>An answer and its JSON body.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonElement Body)
{
    public string Problem => Body.GetProperty("type").GetString()!["urn:ticket-booking:problem:".Length..];

    public string Text(string property) => Body.GetProperty(property).GetString()!;

    public string IntentId => Body.GetProperty("paymentIntent").GetProperty("id").GetString()!;

    public Guid Id(string property) => Body.GetProperty(property).GetGuid();
}

/// <summary>Somebody who calls booking's API through the sidecar, with a token.</summary>
internal sealed class Buyer(HttpClient client, Guid userId)
{
    public const string Api = "api/v1/booking";

    public Guid UserId => userId;

    public HttpClient Http => client;

    public Task<Answer> HoldAsync(Guid eventId, params string[] seats) => PostAsync("/holds", new { eventId, seats });

    public Task<Answer> HoldBestAsync(Guid eventId, int quantity) => PostAsync("/holds", new { eventId, quantity });

    public Task<Answer> BookAsync(Guid eventId, params string[] seatNumbers) => PostAsync("/book_seat", new { eventId, seatNumbers });

    public Task<Answer> BookHoldAsync(Guid holdId) => PostAsync("/book_seat", new { holdId });

    public Task<Answer> ConfirmAsync(Answer booking) =>
        PostAsync("/confirm", new { bookingId = booking.Id("bookingId"), paymentIntentId = booking.IntentId });

    public Task<Answer> CancelAsync(Guid bookingId) => PostAsync($"/bookings/{bookingId}/cancel", new { });

    public async Task<Answer> ReleaseAsync(Guid holdId) => await ReadAsync(await client.DeleteAsync($"{Api}/holds/{holdId}"));

    public async Task<Answer> GetAsync(string path) => await ReadAsync(await client.GetAsync(Api + path));

    public async Task<string> StatusAsync(Guid bookingId) => (await GetAsync($"/bookings/{bookingId}")).Text("status");

    public async Task<Answer> PostAsync(string path, object body) => await ReadAsync(await client.PostAsJsonAsync(Api + path, body));

    public async Task<Answer> PostRawAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Api + path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await ReadAsync(await client.SendAsync(request));
    }

    public Task WaitForStatusAsync(Guid bookingId, string status) =>
        Eventually.EqualsAsync(status, () => StatusAsync(bookingId));

    private static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using var answered = response;
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}
