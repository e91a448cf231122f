using k8s;
using k8s.Models;
using TicketBooking.Contracts;
using Xunit;

namespace TicketBooking.Deployment.Tests.Kubernetes;

public sealed class NetworkPolicyTests
{
    private const int App = 8080, SidecarInternal = 50002, Metrics = 9090, Database = 5432, Broker = 9093, Redis = 6379, Index = 9200, Collector = 4317;

    private static readonly int[] Ports =
        [App, 3500, 50001, SidecarInternal, Metrics, Database, 8000, Broker, 9091, 8083, Redis, Index, 9300, Collector, 8889, 53, 443, 6500, 50005, 50006];

    private static readonly string[] Services = [.. ServiceSettings.All.Select(service => service.AppId)];

    private static IReadOnlyList<V1NetworkPolicy> Policies { get; } = [.. Manifest.BaseOf<V1NetworkPolicy>("NetworkPolicy"), OfKafkasListener()];

    private static readonly NetworkRules Rules = new(Policies, "tickets");

    /// <summary>All that one of our services may reach in the cluster, and all that may reach it. Everything else is closed.</summary>
    [Fact]
    public void A_service_is_reached_by_what_calls_it_and_reaches_what_it_uses()
    {
        var expected = Services.SelectMany(from => Services, (from, to) => (from, to, SidecarInternal))
            .Concat(Services.SelectMany(service => new[]
            {
                (service, "kafka", Broker), (service, "otel-collector", Collector), (service, "dns", 53), ("prometheus", service, Metrics),
                (service, "dapr", 50001), (service, "dapr", 6500), (service, "dapr", 50005), (service, "dapr", 50006),
            }))
            .Concat(
            [
                ("envoy", AppIds.Gateway, App),
                (AppIds.EventCore, "pooler", Database), (AppIds.Seats, "pooler", Database), (AppIds.Booking, "pooler", Database),
                // Searches connect with options; the sidecar of booking keeps workflows.
                (AppIds.Search, "postgres", Database), (AppIds.Booking, "postgres", Database),
                (AppIds.Booking, "redis", Redis), (AppIds.Gateway, "redis", Redis),
                (AppIds.Search, "elasticsearch", Index),
            ]);

        Assert.Equal(expected.Order(), Open().Where(flow => Services.Contains(flow.From) || Services.Contains(flow.To)).Order());
    }

    [Fact]
    public void What_keeps_data_is_reached_by_its_users_only()
    {
        (string, string, int)[] expected =
        [
            ("pooler", "postgres", Database), ("connect", "postgres", Database), ("postgres", "postgres", Database), ("postgres", "postgres", 8000),
            ("cnpg-operator", "postgres", Database), ("cnpg-operator", "postgres", 8000),
            ("connect", "kafka", Broker), ("elasticsearch", "elasticsearch", Index), ("elasticsearch", "elasticsearch", 9300), ("eck-operator", "elasticsearch", Index),
        ];
        string[] keepers = ["postgres", "pooler", "kafka", "redis", "elasticsearch"];

        Assert.Equal(expected.Order(), Open().Where(flow => keepers.Contains(flow.To) && !Services.Contains(flow.From)).Order());
    }

    [Fact]
    public void A_stranger_reaches_nothing_even_with_our_labels() => Assert.DoesNotContain(Open(), flow => flow.From == "stranger");

    [Fact]
    public void Every_pod_is_closed_both_ways_until_a_policy_says_otherwise()
    {
        var all = Policies.Single(policy => policy.Spec.PodSelector.MatchLabels is null && policy.Spec.PolicyTypes.Contains("Ingress"));

        Assert.Equal(["Ingress", "Egress"], all.Spec.PolicyTypes);
        Assert.Null(all.Spec.Ingress);
        Assert.Null(all.Spec.Egress);
    }

    [Fact]
    public void Only_booking_leaves_the_cluster_and_only_by_TLS()
    {
        var outside = Policies.Where(policy => (policy.Spec.Egress ?? []).Any(rule => (rule.To ?? []).Any(peer => peer.IpBlock is not null))).ToArray();

        var policy = Assert.Single(outside);
        Assert.Equal(AppIds.Booking, policy.Spec.PodSelector.MatchLabels["app.kubernetes.io/name"]);
        Assert.Equal("443", policy.Spec.Egress.Single().Ports.Single().Port.Value);
        Assert.Contains("10.0.0.0/8", policy.Spec.Egress.Single().To.Single().IpBlock.Except);
    }

    [Fact]
    public void Every_policy_selects_a_pod_that_there_is() => Assert.All(
        Policies,
        policy => Assert.Contains(
            Pod.OfTheNamespace,
            pod => (policy.Spec.PodSelector.MatchLabels ?? new Dictionary<string, string>()).All(pair => pod.Labels.GetValueOrDefault(pair.Key) == pair.Value)));

    private static IEnumerable<(string From, string To, int Port)> Open()
    {
        Pod[] all = [.. Pod.OfTheNamespace, .. Pod.OfOthers];
        return all.SelectMany(from => all, (from, to) => (from, to)).SelectMany(pair => Ports, (pair, port) => (pair.from, pair.to, port))
            .Where(flow => flow.from.Namespace == "tickets" || flow.to.Namespace == "tickets")
            // A policy without peers is for addresses outside: the API server, object storage.
            .Where(flow => flow.port != 443)
            .Where(flow => flow.from != flow.to || flow.from.Name is "postgres" or "elasticsearch" || Services.Contains(flow.from.Name))
            .Where(flow => Rules.Lets(flow.from, flow.to, flow.port) && !(flow.to.Name == "dns" && !Services.Contains(flow.from.Name)))
            .Select(flow => (flow.from.Name, flow.to.Name, flow.port));
    }

    /// <summary>What Strimzi makes of the listener's peers: KafkaCluster.generateNetworkPolicy. Its own ports are left out.</summary>
    private static V1NetworkPolicy OfKafkasListener()
    {
        var listener = Manifest.Find("Kafka", "kafka").Spec["kafka"]!["listeners"]!.AsArray().Single()!;
        var peers = KubernetesJson.Deserialize<List<V1NetworkPolicyPeer>>(listener["networkPolicyPeers"]!.ToJsonString());
        return new V1NetworkPolicy
        {
            Spec = new V1NetworkPolicySpec
            {
                PodSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["strimzi.io/cluster"] = "kafka" } },
                PolicyTypes = ["Ingress"],
                Ingress = [new V1NetworkPolicyIngressRule { FromProperty = peers, Ports = [new V1NetworkPolicyPort { Port = (string)listener["port"]! }] }],
            },
        };
    }
}
