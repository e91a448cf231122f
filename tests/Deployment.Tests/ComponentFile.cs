using System.Text.Json.Nodes;
using TicketBooking.Testing;

namespace TicketBooking.Deployment.Tests;

/// <summary>A file of a component set.</summary>
internal sealed record ComponentFile(string Set, string FileName, JsonNode Content)
{
    public string Kind => (string)Content["kind"]!;

    public string Name => (string)Content["metadata"]!["name"]!;

    public string Type => (string)Content["spec"]!["type"]!;

    public string Version => (string)Content["spec"]!["version"]!;

    public string[] Scopes => Content["scopes"].Texts();

    public IReadOnlyList<JsonNode> Metadata => [.. Content["spec"]!["metadata"]?.AsArray().Select(entry => entry!) ?? []];

    public string? Value(string name) => (string?)Metadata.FirstOrDefault(entry => (string?)entry["name"] == name)?["value"];

    public static IReadOnlyList<ComponentFile> Of(string set) =>
    [
        .. Directory.EnumerateFileSystemEntries(Repository.PathTo($"components/{set}")).Order(StringComparer.Ordinal)
            .Select(path => new ComponentFile(set, Path.GetFileName(path), YamlFile.Read($"components/{set}/{Path.GetFileName(path)}"))),
    ];
}
