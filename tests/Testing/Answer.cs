using System.Net;
using System.Text.Json;

namespace TicketBooking.Testing;

/// <summary>An answer and its JSON body.</summary>
public sealed record Answer(HttpStatusCode Status, JsonElement Body)
{
    /// <summary>What the problem's type ends with; empty when it is no problem.</summary>
    public string Problem => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("type", out var type)
        ? type.GetString()!["urn:ticket-booking:problem:".Length..]
        : "";

    public string IntentId => Body.GetProperty("paymentIntent").GetProperty("id").GetString()!;

    public string Text(string property) => Body.GetProperty(property).GetString()!;

    public Guid Id(string property) => Body.GetProperty(property).GetGuid();

    /// <summary>The answer itself.</summary>
    /// <exception cref="HttpRequestException">It is a refusal or a failure; the message has its body.</exception>
    public Answer Success() =>
        (int)Status is >= 200 and < 300 ? this : throw new HttpRequestException($"{(int)Status} {Body}", inner: null, Status);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using var answered = response;
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer(response.StatusCode, isJson ? JsonElement.Parse(text) : default);
    }

    public override string ToString() => $"{(int)Status} {Body}";
}
