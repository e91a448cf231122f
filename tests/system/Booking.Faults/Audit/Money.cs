using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace TicketBooking.Booking.Faults.Audit;

/// <summary>What the provider's books say of one intent.</summary>
internal sealed record Intent(
    string Id, long Amount, long Captured, long Refunded, string Status, Dictionary<string, string> Metadata)
{
    public Guid BookingId => Guid.Parse(Metadata["bookingId"]);

    public Guid AttemptId => Guid.Parse(Metadata["attemptId"]);

    public long Kept => Captured - Refunded;
}

/// <summary>The provider's books, read as an accountant would: over HTTP, and nothing of ours in between.</summary>
internal sealed class Money(Uri provider)
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = provider,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "sk_test_local") },
    };

    public async Task<Intent[]> IntentsAsync() => (await _http.GetFromJsonAsync<Ledger>("/simulator/ledger"))!.Intents;

    public async Task<long> UndeliveredWebhooksAsync() => (await _http.GetFromJsonAsync<Ledger>("/simulator/ledger"))!.UndeliveredWebhooks;

    /// <summary>How often money of an intent was given back.</summary>
    public async Task<Dictionary<string, int>> RefundsAsync()
    {
        var refunds = new List<Refund>();
        RefundPage page;
        do
        {
            var after = refunds.Count == 0 ? "" : $"&starting_after={refunds[^1].Id}";
            page = (await _http.GetFromJsonAsync<RefundPage>($"/v1/refunds?limit=100{after}"))!;
            refunds.AddRange(page.Data);
        }
        while (page.Has_more);
        return refunds.Where(refund => refund.Status is not ("failed" or "canceled"))
            .CountBy(refund => refund.Payment_intent).ToDictionary();
    }

    private sealed record Ledger(Intent[] Intents, long UndeliveredWebhooks);

    private sealed record RefundPage(Refund[] Data, bool Has_more);

    private sealed record Refund(string Id, string Payment_intent, string Status);
}
