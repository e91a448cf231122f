namespace TicketBooking.Testing;

/// <summary>Holds seats, books them and gives them back.</summary>
public class Buyer(HttpClient http, Guid userId = default) : ApiUser(http)
{
    public Guid UserId => userId;

    public Task<Answer> HoldAsync(Guid eventId, params string[] seats) => PostAsync("/booking/holds", new { eventId, seats });

    public Task<Answer> HoldBestAsync(Guid eventId, int quantity) => PostAsync("/booking/holds", new { eventId, quantity });

    public Task<Answer> BookAsync(Guid eventId, params string[] seatNumbers) => PostAsync("/booking/book_seat", new { eventId, seatNumbers });

    public Task<Answer> BookHoldAsync(Guid holdId) => PostAsync("/booking/book_seat", new { holdId });

    public Task<Answer> ConfirmAsync(Answer booking) => ConfirmAsync(booking.Id("bookingId"), booking.IntentId);

    public Task<Answer> ConfirmAsync(Guid bookingId, string paymentIntentId) => PostAsync("/booking/confirm", new { bookingId, paymentIntentId });

    public Task<Answer> CancelAsync(Guid bookingId) => PostAsync($"/booking/bookings/{bookingId}/cancel", new { });

    public Task<Answer> CancelSeatsAsync(Guid bookingId, params string[] seats) =>
        PostAsync($"/booking/bookings/{bookingId}/cancel", new { seats });

    public Task<Answer> ExtendAsync(Guid holdId) => PostAsync($"/booking/holds/{holdId}/extend", new { });

    public Task<Answer> ReleaseAsync(Guid holdId) => DeleteAsync($"/booking/holds/{holdId}");

    public async Task<string> StatusAsync(Guid bookingId) => (await GetAsync($"/booking/bookings/{bookingId}")).Text("status");

    public Task WaitForStatusAsync(Guid bookingId, string status) => Eventually.EqualsAsync(status, () => StatusAsync(bookingId));
}
