using System.Text.Json.Nodes;
using k8s;
using Xunit;
using YamlDotNet.Core;

namespace TicketBooking.Deployment.Tests.Kubernetes;

public sealed class ManifestTests
{
    private static IEnumerable<Manifest> All => [.. Manifest.Base, .. Manifest.Production, .. Manifest.Restore, .. Manifest.ClusterWide];

    [Fact]
    public void Every_resource_of_Kubernetes_reads_strictly() => Assert.All(
        All.Where(manifest => manifest.IsOfKubernetes),
        manifest => Assert.Single(KubernetesYaml.LoadAllFromString(manifest.Text, strict: true)));

    [Fact]
    public void A_misspelt_key_does_not_read()
    {
        var text = Manifest.Find("Deployment", "gateway").Text;

        Assert.Throws<YamlException>(
            () => KubernetesYaml.LoadAllFromString(text.Replace("readinessProbe:", "readynessProbe:", StringComparison.Ordinal), strict: true));
    }

    [Fact]
    public void Every_key_of_an_operator_s_resource_is_one_that_the_operator_reads() => Assert.All(
        All.Where(manifest => !manifest.IsOfKubernetes),
        manifest => Assert.Empty(UnknownKeys(manifest)));

    [Fact]
    public void Every_key_on_the_list_is_used() => Assert.All(
        CustomResourceKeys.ByKind,
        pair => Assert.DoesNotContain(pair.Value, key => !All.Where(manifest => manifest.Kind == pair.Key)
            .Any(manifest => Paths("", manifest.Content).Any(path => Stands(key, path)))));

    [Fact]
    public void No_resource_is_there_twice() =>
        Assert.Equal(Manifest.Base.Count, Manifest.Base.Select(manifest => (manifest.Kind, manifest.Name)).Distinct().Count());

    [Fact]
    public void Every_file_is_in_the_kustomization_beside_it()
    {
        var folders = Manifest.Base.Concat(Manifest.ClusterWide).Select(manifest => Path.GetDirectoryName(manifest.Source)!).Distinct();

        Assert.All(folders, folder => Assert.Equal(
            Manifest.Base.Concat(Manifest.ClusterWide).Where(manifest => Path.GetDirectoryName(manifest.Source) == folder).Select(manifest => Path.GetFileName(manifest.Source)).Distinct().Order(),
            YamlFile.Read($"deploy/k8s/{folder}/kustomization.yaml")["resources"].Texts().Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)).Order()));
    }

    [Fact]
    public void No_secret_value_is_in_a_file() => Assert.All(
        All.Where(manifest => manifest.Kind == "Secret"),
        manifest => Assert.Equal("elasticsearch-roles", manifest.Name));

    internal static IEnumerable<string> UnknownKeys(Manifest manifest)
    {
        string[] known = [.. CustomResourceKeys.Common, .. CustomResourceKeys.ByKind[manifest.Kind]];
        var ofConnector = manifest.Kind == "KafkaConnector" ? KnownKeys.Connector : [];
        return Paths("", manifest.Content)
            .Where(path => !known.Any(key => Stands(key, path)))
            .Concat(manifest.Kind == "KafkaConnector" ? manifest.Spec["config"]!.AsObject().Select(pair => pair.Key).Except(ofConnector) : []);
    }

    private static bool Stands(string key, string path) =>
        key == path || (key.EndsWith(".*", StringComparison.Ordinal) && path.StartsWith(key[..^1], StringComparison.Ordinal));

    private static IEnumerable<string> Paths(string path, JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } map => map.SelectMany(pair => Paths(path.Length == 0 ? pair.Key : $"{path}.{pair.Key}", pair.Value)),
        JsonArray list => list.SelectMany(item => Paths($"{path}[]", item)),
        _ => [path],
    };
}
