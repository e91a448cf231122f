using System.Text.Json.Nodes;
using TicketBooking.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace TicketBooking.Deployment.Tests;

/// <summary>Reads YAML as JSON whose values are all texts.</summary>
internal static class YamlFile
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();
    private static readonly ISerializer AsJson = new SerializerBuilder().JsonCompatible().Build();

    /// <param name="path">From the root of the repository.</param>
    public static JsonNode Read(string path) => Parse(File.ReadAllText(Repository.PathTo(path)));

    /// <param name="text">One document.</param>
    public static JsonNode Parse(string text)
    {
        using var reader = new StringReader(text);
        return JsonNode.Parse(AsJson.Serialize(Yaml.Deserialize(new MergingParser(new Parser(reader)))))!;
    }

    public static string[] Texts(this JsonNode? list) => [.. list?.AsArray().Select(item => (string)item!) ?? []];
}
