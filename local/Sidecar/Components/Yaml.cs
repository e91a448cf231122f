using YamlDotNet.RepresentationModel;

namespace TicketBooking.Sidecar.Components;

/// <summary>Looking things up in a YAML tree; what is not there is null.</summary>
internal static class Yaml
{
    public static YamlMappingNode? Map(YamlMappingNode node, params ReadOnlySpan<string> path)
    {
        var current = node;
        foreach (var name in path)
        {
            if (Child(current, name) is not YamlMappingNode next)
            {
                return null;
            }

            current = next;
        }

        return current;
    }

    public static string? Text(YamlMappingNode node, string name) => (Child(node, name) as YamlScalarNode)?.Value;

    public static IReadOnlyList<string> Strings(YamlMappingNode node, string name) =>
        Child(node, name) is YamlSequenceNode items ? [.. items.OfType<YamlScalarNode>().Select(i => i.Value ?? string.Empty)] : [];

    public static IEnumerable<YamlMappingNode> Maps(YamlMappingNode node, string name) =>
        Child(node, name) is YamlSequenceNode items ? items.OfType<YamlMappingNode>() : [];

    private static YamlNode? Child(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;
}
