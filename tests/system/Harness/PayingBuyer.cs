using System.Text.Json;
using TicketBooking.Testing;

namespace TicketBooking.SystemHarness;

/// <summary>Holds seats, books them, pays, and watches what becomes of them.</summary>
public sealed class PayingBuyer(RunningSystem system, HttpClient http) : Buyer(http)
{
    public static async Task<PayingBuyer> RegisterAsync(RunningSystem system) => new(system, await Account.RegisterAsync(system));

    /// <returns>The hold's id, which is the booking's.</returns>
    public async Task<Guid> HoldSeatsAsync(Guid eventId, params string[] seats) => (await HoldAsync(eventId, seats)).Success().Id("holdId");

    /// <summary>Takes the hold to payment.</summary>
    public async Task<JsonElement> CheckOutAsync(Guid holdId) => (await BookHoldAsync(holdId)).Success().Body.GetProperty("paymentIntent");

    /// <summary>Confirms the payment with the provider, as a browser does with Stripe.js.</summary>
    public async Task PayAsync(JsonElement intent)
    {
        using var stripe = system.NewStripeClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/payment_intents/{intent.GetProperty("id")}/confirm");
        request.Headers.Authorization = new("Bearer", "pk_test_local");
        request.Content = new FormUrlEncodedContent(
            [new("payment_method", "pm_card_visa"), new("client_secret", intent.GetProperty("clientSecret").GetString())]);
        using var answer = await stripe.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public Task<JsonElement> UntilBookingIsAsync(Guid bookingId, string status) => Eventually.GetAsync(
        async () => (await GetAsync($"/booking/bookings/{bookingId}")).Success().Body,
        booking => booking.GetProperty("status").GetString() == status);

    public Task<JsonElement> UntilSeatIsAsync(Guid eventId, string seatNumber, string status) => Eventually.GetAsync(
        async () => (await GetAsync($"/seat/seats?eventId={eventId}&size=200")).Success().Body.GetProperty("items")
            .EnumerateArray().Single(seat => seat.GetProperty("seatNumber").GetString() == seatNumber),
        seat => seat.GetProperty("status").GetString() == status);
}
