using k8s.Models;

namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>A kind of pod, as NetworkPolicies see it.</summary>
/// <param name="Name">For the tests.</param>
/// <param name="Namespace">Where it runs.</param>
/// <param name="Labels">Its labels.</param>
internal sealed record Pod(string Name, string Namespace, IReadOnlyDictionary<string, string> Labels)
{
    private const string Own = "tickets";

    /// <summary>Ours: those of Deployments and StatefulSets, and those that operators make, with the labels that they give.</summary>
    public static IReadOnlyList<Pod> OfTheNamespace { get; } =
    [
        .. Manifest.BaseOf<V1Deployment>("Deployment").Select(each => new Pod(each.Metadata.Name, Own, each.Spec.Template.Metadata.Labels.AsReadOnly())),
        .. Manifest.BaseOf<V1StatefulSet>("StatefulSet").Select(each => new Pod(each.Metadata.Name, Own, each.Spec.Template.Metadata.Labels.AsReadOnly())),
        // https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/utils/labels_annotations.go and pkg/specs/pgbouncer/deployments.go
        new("postgres", Own, new Dictionary<string, string> { ["cnpg.io/cluster"] = "postgres", ["cnpg.io/podRole"] = "instance" }),
        new("pooler", Own, new Dictionary<string, string> { ["cnpg.io/poolerName"] = "postgres-pooler", ["cnpg.io/podRole"] = "pooler" }),
        // https://github.com/strimzi/strimzi-kafka-operator/blob/1.2.0/operator-common/src/main/java/io/strimzi/operator/common/model/Labels.java
        new("kafka", Own, new Dictionary<string, string> { ["strimzi.io/cluster"] = "kafka", ["strimzi.io/kind"] = "Kafka" }),
        new("connect", Own, new Dictionary<string, string> { ["strimzi.io/cluster"] = "connect", ["strimzi.io/kind"] = "KafkaConnect" }),
        // https://github.com/cert-manager/cert-manager/blob/v1.21.1/pkg/apis/acme/v1/types.go
        new("acme-solver", Own, new Dictionary<string, string> { ["acme.cert-manager.io/http01-solver"] = "true" }),
        // https://github.com/elastic/cloud-on-k8s/blob/v3.5.0/pkg/controller/elasticsearch/label/label.go
        new("elasticsearch", Own, new Dictionary<string, string> { ["elasticsearch.k8s.elastic.co/cluster-name"] = "elasticsearch" }),
    ];

    /// <summary>Others: a proxy of Envoy Gateway, Dapr's control plane, the operators, Prometheus, name resolution, and a stranger.</summary>
    public static IReadOnlyList<Pod> OfOthers { get; } =
    [
        new("envoy", "envoy-gateway-system", new Dictionary<string, string>()),
        new("dapr", "dapr-system", new Dictionary<string, string>()),
        new("cnpg-operator", "cnpg-system", new Dictionary<string, string>()),
        new("eck-operator", "elastic-system", new Dictionary<string, string>()),
        new("prometheus", "monitoring", new Dictionary<string, string>()),
        new("dns", "kube-system", new Dictionary<string, string> { ["k8s-app"] = "kube-dns" }),
        new("stranger", "default", new Dictionary<string, string> { ["app.kubernetes.io/part-of"] = "ticket-booking", ["app.kubernetes.io/name"] = "booking" }),
    ];
}
