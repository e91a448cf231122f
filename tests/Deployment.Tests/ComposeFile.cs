using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TicketBooking.Deployment.Tests;

/// <summary>The compose files that <c>compose.yaml</c> includes, as one, with and without the values of its environment files.</summary>
internal static partial class ComposeFile
{
    public static IReadOnlyList<string> Paths { get; } = [.. YamlFile.Read("compose.yaml")["include"]!.AsArray().Select(file => (string)file!["path"]!)];

    public static IReadOnlyDictionary<string, string> Images { get; } = EnvFile.Read("deploy/images.env");

    public static IReadOnlyDictionary<string, string> Development { get; } = EnvFile.Read("deploy/compose/development.env");

    /// <summary>Services by name, as written.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Written { get; } = Services(node => node);

    /// <summary>Services by name, with every variable replaced by its value.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Filled { get; } = Services(node => JsonNode.Parse(Fill(node.ToJsonString()))!);

    /// <summary>Names of the variables of a text.</summary>
    public static IEnumerable<string> Variables(string text) => Variable().Matches(text).Select(match => match.Groups[1].Value);

    public static IReadOnlyDictionary<string, string> Environment(JsonNode service) =>
        service["environment"]?.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value! ?? "") ?? [];

    private static string Fill(string text) => Variable().Replace(text, match =>
        Images.TryGetValue(match.Groups[1].Value, out var image) ? image : Development[match.Groups[1].Value]);

    private static Dictionary<string, JsonNode> Services(Func<JsonNode, JsonNode> read) => Paths
        .SelectMany(path => read(YamlFile.Read(path)["services"]!).AsObject())
        .ToDictionary(pair => pair.Key, pair => pair.Value!);

    [GeneratedRegex(@"\$\{([A-Z_]+)\}")]
    private static partial Regex Variable();
}
