using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;
using TicketBooking.Testing;

namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>A resource of <c>deploy/k8s</c>.</summary>
/// <param name="Source">Its file, or how it was rendered.</param>
/// <param name="Text">As it is written.</param>
/// <param name="Content">The same, with texts as values.</param>
internal sealed partial record Manifest(string Source, string Text, JsonNode Content)
{
    private static readonly string[] OwnGroups = ["v1", "apps/v1", "networking.k8s.io/v1", "policy/v1", "autoscaling/v2"];

    /// <summary>All files of the base.</summary>
    public static IReadOnlyList<Manifest> Base { get; } = Under("deploy/k8s/base");

    /// <summary>What the production overlay adds, and its patches.</summary>
    public static IReadOnlyList<Manifest> Production { get; } = Under("deploy/k8s/overlays/production");

    /// <summary>What a cluster has once.</summary>
    public static IReadOnlyList<Manifest> ClusterWide { get; } = Under("deploy/k8s/cluster");

    /// <summary>The patch of the restore overlay.</summary>
    public static IReadOnlyList<Manifest> Restore { get; } = Under("deploy/k8s/overlays/restore");

    public string Kind => (string)Content["kind"]!;

    public string Name => (string)Content["metadata"]!["name"]!;

    /// <summary>Whether Kubernetes itself knows the kind; else an operator does.</summary>
    public bool IsOfKubernetes => OwnGroups.Contains((string)Content["apiVersion"]!);

    public JsonNode Spec => Content["spec"]!;

    /// <summary>Reads the text strictly.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">A key is unknown or given twice, or a value is of another kind.</exception>
    public T As<T>() => KubernetesYaml.LoadAllFromString(Text, strict: true).Cast<T>().Single();

    /// <summary>Resources of the base of one kind of Kubernetes.</summary>
    public static IReadOnlyList<T> BaseOf<T>(string kind) => [.. Base.Where(manifest => manifest.Kind == kind).Select(manifest => manifest.As<T>())];

    /// <summary>One resource of the base.</summary>
    public static Manifest Find(string kind, string name) => Base.Single(manifest => manifest.Kind == kind && manifest.Name == name);

    /// <param name="source">Where the text comes from.</param>
    /// <param name="text">Documents of YAML.</param>
    public static IReadOnlyList<Manifest> Split(string source, string text) =>
        [.. Separator().Split(text).Select(document => new Manifest(source, document, YamlFile.Parse(document)))];

    private static IReadOnlyList<Manifest> Under(string folder) =>
    [
        .. Directory.EnumerateFiles(Repository.PathTo(folder), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => Path.GetFileName(path) != "kustomization.yaml")
            .SelectMany(path => Split(Path.GetRelativePath(Repository.PathTo("deploy/k8s"), path), File.ReadAllText(path))),
    ];

    [GeneratedRegex(@"^---\s*$", RegexOptions.Multiline)]
    private static partial Regex Separator();
}
