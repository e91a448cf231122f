using System.Text.Json;

namespace TicketBooking.OnSale.Machine;

/// <summary>Says in two words what an answer was: its status, and its problem.</summary>
internal static class Words
{
    public static async Task<string> OfAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return $"{(int)answer.StatusCode}";
        }

        var type = JsonElement.Parse(text).GetProperty("type").GetString()!;
        return $"{(int)answer.StatusCode} {type[(type.LastIndexOfAny(['/', ':', '#']) + 1)..]}";
    }
}
