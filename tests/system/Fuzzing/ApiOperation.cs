using System.Text.Json.Nodes;

namespace TicketBooking.Fuzzing;

/// <summary>An operation of an OpenAPI document.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With the names of its parameters in braces.</param>
/// <param name="Parameters">Of its path, query and headers.</param>
/// <param name="Body">Schema of its JSON body; null when it takes none.</param>
internal sealed record ApiOperation(string Method, string Path, IReadOnlyList<ApiParameter> Parameters, JsonNode? Body)
{
    /// <summary>Whether it takes away what other requests need.</summary>
    public bool IsDestructive => Method == "DELETE" || Path.EndsWith("/cancel", StringComparison.Ordinal) || Path.Contains("/ban/", StringComparison.Ordinal);

    public static IReadOnlyList<ApiOperation> ReadAll(JsonNode document) =>
        [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => Read(path.Key, operation.Key, operation.Value!)))];

    private static ApiOperation Read(string path, string method, JsonNode operation) => new(
        method.ToUpperInvariant(),
        path,
        [.. (operation["parameters"]?.AsArray() ?? []).Select(parameter => ApiParameter.Read(parameter!))],
        operation["requestBody"]?["content"]?.AsObject().FirstOrDefault().Value?["schema"]);
}
