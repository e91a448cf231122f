using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace TicketBooking.Booking.Faults.Audit;

/// <summary>What the provider's books say of one intent.</summary>
internal sealed record Intent(
    string Id,
    long Amount,
    long Captured,
    long Refunded,
    long Pending,
    long Disputed,
    long Lost,
    string Status,
    Dictionary<string, string> Metadata)
{
    public Guid BookingId => Guid.Parse(Metadata["bookingId"]);

    public Guid AttemptId => Guid.Parse(Metadata["attemptId"]);

    /// <summary>What the buyer has got back.</summary>
    public long Returned => Math.Min(Captured, Refunded - Pending + Lost);

    public long Kept => Captured - Returned;
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

    /// <summary>The refunds of each intent.</summary>
    public async Task<ILookup<string, MadeRefund>> RefundsAsync()
    {
        var refunds = new List<MadeRefund>();
        RefundPage page;
        do
        {
            var after = refunds.Count == 0 ? "" : $"&starting_after={refunds[^1].Id}";
            page = (await _http.GetFromJsonAsync<RefundPage>($"/v1/refunds?limit=100{after}"))!;
            refunds.AddRange(page.Data);
        }
        while (page.Has_more);
        return refunds.ToLookup(refund => refund.Payment_intent);
    }

    private sealed record Ledger(Intent[] Intents, long UndeliveredWebhooks);

    private sealed record RefundPage(MadeRefund[] Data, bool Has_more);
}
