using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>What buyers do at the Stripe simulator, and how it is made to misbehave.</summary>
internal sealed class Provider(Uri address)
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "sk_test_local") },
    };

    public Task PayAsync(string intentId, string method = "pm_card_visa") =>
        PostAsync($"/v1/payment_intents/{intentId}/confirm", new("payment_method", method));

    /// <summary>Lets an intent be paid by a method that is under way until <see cref="Stand.SettleAsync"/>.</summary>
    public Task AllowBankDebitsAsync(string intentId) =>
        PostAsync($"/v1/payment_intents/{intentId}", new("allowed_payment_method_types[0]", "us_bank_account"));

    /// <summary>Any change wakes the simulator's jobs.</summary>
    public Task TouchAsync(string intentId) => PostAsync($"/v1/payment_intents/{intentId}", new("description", "touched"));

    public async Task MisbehaveAsync(object rules) => (await _http.PostAsJsonAsync("/simulator/behaviour", rules)).EnsureSuccessStatusCode().Dispose();

    public async Task BehaveAsync() => (await _http.DeleteAsync("/simulator/behaviour")).EnsureSuccessStatusCode().Dispose();

    private async Task PostAsync(string path, KeyValuePair<string, string> parameter)
    {
        using var form = new FormUrlEncodedContent([parameter]);
        (await _http.PostAsync(path, form)).EnsureSuccessStatusCode().Dispose();
    }
}
