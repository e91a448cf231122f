using System.Text.Json.Nodes;

namespace TicketBooking.Fuzzing;

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Schema">What it may be.</param>
internal sealed record ApiParameter(string Name, string In, JsonNode Schema)
{
    public static ApiParameter Read(JsonNode parameter) => new(
        parameter["name"]!.GetValue<string>(), parameter["in"]!.GetValue<string>(), parameter["schema"] ?? new JsonObject());
}
