using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TicketBooking.Sidecar.Components;

/// <summary>One YAML document of a resources folder.</summary>
internal sealed record Manifest(string File, string Kind, string Name, YamlMappingNode Root)
{
    public IReadOnlyList<string> Scopes => Yaml.Strings(Root, "scopes");

    public YamlMappingNode? Spec => Yaml.Map(Root, "spec");

    public static IReadOnlyList<Manifest> ReadAll(IEnumerable<string> paths)
    {
        var manifests = paths.SelectMany(Files).SelectMany(ReadFile).ToList();
        foreach (var twice in manifests.GroupBy(m => (m.Kind, m.Name)).Where(g => g.Count() > 1))
        {
            throw new InvalidDataException(
                $"{twice.Key.Kind} '{twice.Key.Name}' is defined in {string.Join(" and in ", twice.Select(m => m.File))}.");
        }

        return manifests;
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(IsYaml).Order(StringComparer.Ordinal)
        : System.IO.File.Exists(path) ? [path] : throw new InvalidDataException($"Resources path '{path}' does not exist.");

    private static bool IsYaml(string file) => Path.GetExtension(file) is ".yaml" or ".yml";

    private static IEnumerable<Manifest> ReadFile(string file)
    {
        var stream = new YamlStream();
        try
        {
            using var text = new StreamReader(file);
            stream.Load(text);
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{file} is not YAML: {e.Message}", e);
        }

        return stream.Documents.Where(d => d.RootNode is not YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or null })
            .Select(d => FromDocument(file, d.RootNode));
    }

    private static Manifest FromDocument(string file, YamlNode node)
    {
        var root = node as YamlMappingNode ?? throw new InvalidDataException($"{file} holds something that is not a manifest.");
        var name = Yaml.Map(root, "metadata") is { } metadata ? Yaml.Text(metadata, "name") : null;
        return new(
            file,
            Yaml.Text(root, "kind") ?? throw new InvalidDataException($"{file} has no kind."),
            name ?? throw new InvalidDataException($"{file} has no metadata.name."),
            root);
    }
}
