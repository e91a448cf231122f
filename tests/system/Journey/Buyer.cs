using System.Text.Json;

namespace TicketBooking.Journey;

/// <summary>Holds seats, books them and pays.</summary>
internal sealed class Buyer(LocalSystem system, string token) : User(system.Gateway, token)
{
    public static async Task<Buyer> RegisterAsync(LocalSystem system) => new(system, await RegisterAsync(system.Gateway));

    /// <returns>The hold's id, which is the booking's.</returns>
    public async Task<string> HoldAsync(string eventId, params string[] seats) =>
        (await PostAsync("/booking/holds", new { eventId, seats })).GetProperty("holdId").GetString()!;

    public async Task<PaymentIntent> BookAsync(string holdId)
    {
        var intent = (await PostAsync("/booking/book_seat", new { holdId })).GetProperty("paymentIntent");
        return new(intent.GetProperty("id").GetString()!, intent.GetProperty("clientSecret").GetString()!);
    }

    /// <summary>Confirms the payment with the provider, as a browser does with Stripe.js.</summary>
    public async Task PayAsync(PaymentIntent intent, string paymentMethod = "pm_card_visa")
    {
        using var stripe = system.Client(12111);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/payment_intents/{intent.Id}/confirm");
        request.Headers.Authorization = new("Bearer", "pk_test_local");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["payment_method"] = paymentMethod,
            ["client_secret"] = intent.ClientSecret,
        });
        using var answer = await stripe.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public Task<JsonElement> UntilBookingIsAsync(string bookingId, string status) => Eventually.GetAsync(
        cancellationToken => GetAsync($"/booking/bookings/{bookingId}", cancellationToken),
        booking => booking.GetProperty("status").GetString() == status);

    public Task<JsonElement> UntilSeatIsAsync(string eventId, string seatNumber, string status) => Eventually.GetAsync(
        async cancellationToken => (await GetAsync($"/seat/seats?eventId={eventId}&size=200", cancellationToken)).GetProperty("items")
            .EnumerateArray().Single(seat => seat.GetProperty("seatNumber").GetString() == seatNumber),
        seat => seat.GetProperty("status").GetString() == status);
}
