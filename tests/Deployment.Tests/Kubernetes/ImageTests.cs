using System.Text.Json.Nodes;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>Versions are those of <c>deploy/images.env</c>.</summary>
public sealed class ImageTests
{
    private static IReadOnlyDictionary<string, string> Tags { get; } = YamlFile.Read("deploy/k8s/images/kustomization.yaml")["images"]!.AsArray()
        .ToDictionary(image => (string)image!["name"]!, image => (string)image!["newTag"]!);

    [Fact]
    public void Every_image_of_the_list_has_the_pinned_version()
    {
        var pinned = PinnedVersions.All.Where(pair => pair.Key.EndsWith("_IMAGE", StringComparison.Ordinal)).Select(pair => pair.Value).ToArray();

        Assert.All(Tags, image => Assert.True(
            image.Key.StartsWith("ticket-booking/", StringComparison.Ordinal)
                ? image.Value == PinnedVersions.All["TICKETS_VERSION"]
                : pinned.Contains($"{image.Key}:{image.Value}"),
            image.Key));
    }

    [Fact]
    public void Every_image_of_a_pod_is_on_the_list_and_has_no_version_of_its_own()
    {
        var images = Manifest.Base.Where(manifest => manifest.Kind is "Deployment" or "StatefulSet")
            .Select(manifest => manifest.Spec["template"]!["spec"]!)
            .SelectMany(pod => pod["containers"]!.AsArray().Concat(pod["initContainers"]?.AsArray() ?? []))
            .Select(container => (string)container!["image"]!).Distinct();

        Assert.Equal(Tags.Keys.Order(), images.Order());
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("services")]
    [InlineData("observability")]
    public void A_folder_with_such_images_includes_the_list(string folder) =>
        Assert.Equal(["../../images"], YamlFile.Read($"deploy/k8s/base/{folder}/kustomization.yaml")["components"].Texts());

    [Fact]
    public void What_operators_start_has_the_pinned_version()
    {
        Assert.Equal(PinnedVersions.All["CLOUDNATIVE_PG_POSTGRES_IMAGE"], (string?)Spec("Cluster", "postgres")["imageName"]);
        Assert.StartsWith($"{PinnedVersions.TagOf("POSTGRES_IMAGE")}-", PinnedVersions.TagOf("CLOUDNATIVE_PG_POSTGRES_IMAGE"), StringComparison.Ordinal);
        Assert.Equal(
            $"{PinnedVersions.All["STRIMZI_VERSION"]}-kafka-{Spec("Kafka", "kafka")["kafka"]!["version"]}", PinnedVersions.TagOf("STRIMZI_KAFKA_IMAGE"));
        Assert.Equal((string?)Spec("Kafka", "kafka")["kafka"]!["version"], (string?)Spec("KafkaConnect", "connect")["version"]);
        Assert.Equal($"ticket-booking/connect:{PinnedVersions.All["TICKETS_VERSION"]}", (string?)Spec("KafkaConnect", "connect")["image"]);
        Assert.Equal(PinnedVersions.TagOf("ELASTICSEARCH_IMAGE"), (string?)Spec("Elasticsearch", "elasticsearch")["version"]);
        Assert.Equal(PinnedVersions.TagOf("DAPR_IMAGE"), PinnedVersions.All["DAPR_CHART_VERSION"]);
    }

    [Fact]
    public void The_image_of_Connect_takes_both_images_as_arguments()
    {
        var lines = File.ReadAllLines(Repository.PathTo("deploy/k8s/connect/Dockerfile"));

        Assert.All(["STRIMZI_KAFKA_IMAGE", "CONNECT_IMAGE"], name =>
        {
            Assert.Contains($"ARG {name}", lines);
            Assert.Contains(lines, line => line.StartsWith($"FROM ${{{name}}}", StringComparison.Ordinal));
            Assert.Contains(name, PinnedVersions.All.Keys);
        });
    }

    private static JsonNode Spec(string kind, string name) => Manifest.Find(kind, name).Spec;
}
