using System.Text.Json;
using System.Text.Json.Serialization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace TicketBooking.Sidecar.Components;

/// <summary>One YAML document of a resources folder.</summary>
internal sealed record Manifest(string? Kind, NamePart? Metadata, JsonElement Spec, IReadOnlyList<string>? Scopes, AuthPart? Auth)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();
    private static readonly ISerializer YamlAsJson = new SerializerBuilder().JsonCompatible().Build();

    public string File { get; init; } = string.Empty;

    public string Name => Metadata?.Name ?? string.Empty;

    public static IReadOnlyList<Manifest> ReadAll(IEnumerable<string> paths)
    {
        var manifests = paths.SelectMany(Files).SelectMany(ReadFile).ToList();
        if (manifests.Find(m => string.IsNullOrEmpty(m.Kind) || m.Name.Length == 0) is { } nameless)
        {
            throw new InvalidDataException($"{nameless.File} holds something without kind or metadata.name.");
        }

        return manifests.GroupBy(m => (m.Kind, m.Name)).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new InvalidDataException($"{twice.Key.Kind} '{twice.Key.Name}' is defined in {string.Join(" and in ", twice.Select(m => m.File))}.")
            : manifests;
    }

    /// <summary>The fields of the spec that are looked at.</summary>
    public T Read<T>() => Spec.ValueKind == JsonValueKind.Object
        ? Spec.Deserialize<T>(Json)!
        : throw new InvalidDataException($"{File}: {Kind} '{Name}' has no spec.");

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal)
        : System.IO.File.Exists(path) ? [path] : throw new InvalidDataException($"Resources path '{path}' does not exist.");

    private static IEnumerable<Manifest> ReadFile(string file)
    {
        using var text = new StreamReader(file);
        var parser = new Parser(text);
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            if (ReadDocument(file, parser) is { } manifest)
            {
                yield return manifest;
            }
        }
    }

    // Null for a document without content.
    private static Manifest? ReadDocument(string file, Parser parser)
    {
        try
        {
            var document = Yaml.Deserialize(parser);
            return document is null or "" ? null : JsonSerializer.Deserialize<Manifest>(YamlAsJson.Serialize(document), Json)! with { File = file };
        }
        catch (Exception e) when (e is YamlException or JsonException)
        {
            throw new InvalidDataException($"{file} cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>The name of a manifest.</summary>
internal sealed record NamePart(string? Name);

/// <summary>Where a manifest's references to secrets lead.</summary>
internal sealed record AuthPart(string? SecretStore);
