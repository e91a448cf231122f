using System.Text.Json.Nodes;
using Xunit;

namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>The component set of the cluster is <c>components/kafka</c>, but for addresses and credentials.</summary>
public sealed class DaprResourceTests
{
    /// <summary>What differs by its nature, each with the reason in the file.</summary>
    private static readonly string[] OfTheCluster =
    [
        "brokers", "authType", "saslMechanism", "saslUsername", "saslPassword", "caCert", "redisHost", "redisPassword", "connectionString", "host", "port",
        "database", "user", "password", "sslRootCert",
    ];

    private static IReadOnlyList<ComponentFile> Cluster { get; } =
        [.. Manifest.Base.Where(manifest => manifest.Kind is "Component").Select(manifest => new ComponentFile("k8s", manifest.Source, manifest.Content))];

    private static IReadOnlyList<ComponentFile> Kafka { get; } =
        [.. ComponentFile.Of("kafka").Where(file => file.Kind == "Component" && file.Name != "secretstore")];

    [Fact]
    public void The_components_are_the_same_and_the_secret_store_is_the_cluster_s()
    {
        Assert.Equal(Kafka.Select(Identity).Order(), Cluster.Select(Identity).Order());
        Assert.All(Cluster, component => Assert.Null(component.Content["auth"]));

        static string Identity(ComponentFile file) => $"{file.Name} {file.Type} {file.Version} [{string.Join(' ', file.Scopes)}]";
    }

    [Fact]
    public void Every_key_is_one_that_the_component_reads() => Assert.All(
        Cluster,
        component => Assert.Empty(component.Metadata.Select(entry => (string)entry["name"]!).Except(KnownKeys.Metadata[component.Type])));

    [Fact]
    public void Every_other_value_is_the_same() => Assert.All(
        Kafka,
        component =>
        {
            var here = Cluster.Single(file => file.Name == component.Name);
            string[] names = [.. component.Metadata.Concat(here.Metadata).Select(entry => (string)entry["name"]!).Except(OfTheCluster)];
            Assert.All(names, name => Assert.Equal(Expected(component, name), here.Value(name)));
        });

    [Fact]
    public void Retries_are_the_same() => Assert.True(
        JsonNode.DeepEquals(ComponentFile.Of("kafka").Single(file => file.Name == "resiliency").Content["spec"], Manifest.Find("Resiliency", "resiliency").Spec));

    [Fact]
    public void Access_is_the_same_for_every_service_and_denied_to_all_others()
    {
        var there = ComponentFile.Of("kafka").Single(file => file.Name == "config").Content["spec"]!;
        var here = Manifest.Find("Configuration", "config").Spec;
        var space = Manifest.Base.Single(manifest => manifest.Kind == "Namespace").Name;

        Assert.Equal("deny", (string?)here["accessControl"]!["defaultAction"]);
        Assert.Equal((string?)there["accessControl"]!["trustDomain"], (string?)here["accessControl"]!["trustDomain"]);
        Assert.All(here["accessControl"]!["policies"]!.AsArray(), policy => Assert.Equal(space, (string?)policy!["namespace"]));
        Assert.Equal(Policies(there), Policies(here));
        Assert.True(JsonNode.DeepEquals(there["workflow"], here["workflow"]));
        Assert.Equal("deny", (string?)here["secrets"]!["scopes"]!.AsArray().Single()!["defaultAccess"]);
    }

    [Fact]
    public void Traces_go_to_the_collector() =>
        Assert.Equal("otel-collector:4317", (string?)Manifest.Find("Configuration", "config").Spec["tracing"]!["otel"]!["endpointAddress"]);

    private static string? Expected(ComponentFile component, string name) =>
        (component.Name, name) == ("livefeed", "consumerGroup") ? $"livefeed-{component.Value(name)}" : component.Value(name);

    /// <summary>The relay is in the other sets only: Debezium does its work here.</summary>
    private static string[] Policies(JsonNode spec) =>
    [
        .. spec["accessControl"]!["policies"]!.AsArray().Where(policy => (string?)policy!["appId"] != "outbox-relay")
            .Select(policy => $"{policy!["appId"]} {policy["defaultAction"]} {policy["trustDomain"]} {policy["operations"]?.ToJsonString()}"),
    ];
}
