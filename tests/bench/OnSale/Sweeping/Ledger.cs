using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace TicketBooking.OnSale.Sweeping;

/// <summary>A payment in the provider's books.</summary>
internal sealed record Intent(string Id, long Amount, long Captured, long Refunded, string Status, Dictionary<string, string> Metadata)
{
    public Guid? BookingId => Guid.TryParse(Metadata.GetValueOrDefault("bookingId"), out var id) ? id : null;

    public Guid? AttemptId => Guid.TryParse(Metadata.GetValueOrDefault("attemptId"), out var id) ? id : null;

    public long Kept => Captured - Refunded;

    /// <summary>Whether it can still take money.</summary>
    public bool IsOpen => Status is not ("succeeded" or "canceled");
}

/// <summary>The provider's books.</summary>
internal sealed record Ledger(IReadOnlyList<Intent> Intents, long UndeliveredWebhooks)
{
    public static async Task<Ledger> ReadAsync(Uri provider, string secretKey, CancellationToken cancellationToken)
    {
        using var http = new HttpClient
        {
            BaseAddress = provider,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", secretKey) },
        };
        return (await http.GetFromJsonAsync<Ledger>("/simulator/ledger", JsonSerializerOptions.Web, cancellationToken))!;
    }
}
