using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace TicketBooking.Testing;

/// <summary>What a buyer's browser, and a test, do at the simulator.</summary>
public sealed class StripeControl
{
    public const string SecretKey = "sk_test_local";

    private readonly HttpClient _http;

    public StripeControl(Uri address)
    {
        Address = address;
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SecretKey);
    }

    public Uri Address { get; }

    public Task<bool> PayAsync(Answer booking, string method = "pm_card_visa") =>
        PayAsync(booking.IntentId, method);

    /// <summary>Whether Stripe took the confirmation.</summary>
    public async Task<bool> PayAsync(string intentId, string method = "pm_card_visa")
    {
        using var form = new FormUrlEncodedContent([new("payment_method", method)]);
        using var answer = await _http.PostAsync($"/v1/payment_intents/{intentId}/confirm", form);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Lets an intent be paid by a method that is under way for a while, which ours cannot.</summary>
    public async Task AllowBankDebitsAsync(string intentId)
    {
        using var form = new FormUrlEncodedContent([new("allowed_payment_method_types[0]", "us_bank_account")]);
        using var answer = await _http.PostAsync($"/v1/payment_intents/{intentId}", form);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>An intent that this system did not ask for.</summary>
    public async Task<string> CreateIntentAsync(long amount, params (string Key, string Value)[] metadata)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("amount", $"{amount}"), new("currency", "eur"), new("allowed_payment_method_types[0]", "card"),
            .. metadata.Select(pair => new KeyValuePair<string, string>($"metadata[{pair.Key}]", pair.Value)),
        ]);
        using var answer = await _http.PostAsync("/v1/payment_intents", form);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>Gives the money back at Stripe, or a part, as an operator does in its dashboard. Whether Stripe did so.</summary>
    public async Task<bool> RefundAsync(string intentId, long? amount = null)
    {
        using var form = new FormUrlEncodedContent(
            [new("payment_intent", intentId), .. amount is null ? Array.Empty<KeyValuePair<string, string>>() : [new("amount", $"{amount}")]]);
        using var answer = await _http.PostAsync("/v1/refunds", form);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>The buyer's bank answers about the latest refund of an intent. Whether that was possible.</summary>
    public async Task<bool> MoveRefundAsync(string intentId, string status)
    {
        var refunds = await RefundsAsync(intentId);
        return refunds is [var latest, ..] && await MoveThatRefundAsync(latest.GetProperty("id").GetString()!, status);
    }

    /// <summary>The buyer's bank answers about a refund. Whether that was possible.</summary>
    public Task<bool> MoveThatRefundAsync(string refundId, string status) =>
        PostAsync($"/simulator/refunds/{refundId}?status={status}&reason=expired_or_canceled_card");

    /// <summary>The buyer disputes what is left of a payment. Whether that was possible.</summary>
    public Task<bool> DisputeAsync(string intentId) => PostAsync($"/simulator/payment_intents/{intentId}/dispute");

    /// <summary>The banks decide the latest dispute of an intent. Whether that was possible.</summary>
    public async Task<bool> CloseDisputeAsync(string intentId, string status)
    {
        var disputes = (await _http.GetFromJsonAsync<JsonElement>($"/v1/disputes?payment_intent={intentId}")).GetProperty("data");
        return disputes.GetArrayLength() > 0 && await PostAsync($"/simulator/disputes/{disputes[0].GetProperty("id").GetString()}/close?status={status}");
    }

    public async Task<string> StatusAsync(string intentId) =>
        (await _http.GetFromJsonAsync<JsonElement>($"/v1/payment_intents/{intentId}")).GetProperty("status").GetString()!;

    public async Task<JsonElement[]> RefundsAsync(string intentId) =>
        [.. (await _http.GetFromJsonAsync<JsonElement>($"/v1/refunds?payment_intent={intentId}")).GetProperty("data").EnumerateArray()];

    /// <summary>The books of an event: what each of its intents took and gave back.</summary>
    public async Task<(long Captured, long Refunded)[]> LedgerOfEventAsync(Guid eventId) =>
        [.. (await _http.GetFromJsonAsync<JsonElement>("/simulator/ledger")).GetProperty("intents").EnumerateArray()
            .Where(intent => intent.GetProperty("metadata").TryGetProperty("eventId", out var id) && id.GetString() == eventId.ToString())
            .Select(intent => (intent.GetProperty("captured").GetInt64(), intent.GetProperty("refunded").GetInt64()))];

    public async Task<JsonElement[]> IntentsOfAsync(Guid bookingId) =>
        [.. (await _http.GetFromJsonAsync<JsonElement>("/v1/payment_intents?limit=100")).GetProperty("data").EnumerateArray()
            .Where(intent => intent.GetProperty("metadata").TryGetProperty("bookingId", out var id) && id.GetString() == bookingId.ToString())];

    /// <summary>The latest event of a type about an intent, as Stripe has it.</summary>
    public async Task<JsonElement> EventAsync(string type, string intentId) =>
        (await _http.GetFromJsonAsync<JsonElement>($"/v1/events?limit=100&type={type}")).GetProperty("data").EnumerateArray()
            .First(e => e.GetProperty("data").GetProperty("object").GetProperty("id").GetString() == intentId);

    public async Task ResendAsync(string eventId)
    {
        using var answer = await _http.PostAsync($"/simulator/events/{eventId}/resend", null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Any change wakes the simulator's jobs.</summary>
    public async Task TouchAsync(string intentId)
    {
        using var form = new FormUrlEncodedContent([new("description", "touched")]);
        using var answer = await _http.PostAsync($"/v1/payment_intents/{intentId}", form);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Misbehaves until the result is disposed.</summary>
    public async Task<IAsyncDisposable> MisbehaveAsync(object rules)
    {
        using var answer = await _http.PostAsJsonAsync("/simulator/behaviour", rules);
        answer.EnsureSuccessStatusCode();
        return new Behaving(this);
    }

    public async Task BehaveAsync() => (await _http.DeleteAsync("/simulator/behaviour")).EnsureSuccessStatusCode().Dispose();

    private async Task<bool> PostAsync(string path)
    {
        using var answer = await _http.PostAsync(path, null);
        return answer.IsSuccessStatusCode;
    }

    private sealed class Behaving(StripeControl stripe) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await stripe.BehaveAsync();
    }
}
