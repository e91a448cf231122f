using k8s.Models;

namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>Says what NetworkPolicies let pass: https://kubernetes.io/docs/concepts/services-networking/network-policies/.</summary>
/// <param name="policies">All policies of the namespace.</param>
/// <param name="space">The namespace.</param>
internal sealed class NetworkRules(IReadOnlyList<V1NetworkPolicy> policies, string space)
{
    /// <summary>Whether one pod may open a connection to another.</summary>
    public bool Lets(Pod from, Pod to, int port) => Leaves(from, to, port) && Enters(from, to, port);

    private bool Leaves(Pod from, Pod to, int port)
    {
        var own = Of(from, "Egress");
        return own.Length == 0
            || own.SelectMany(policy => policy.Spec.Egress ?? []).Any(rule => Names(rule.To, to) && Names(rule.Ports, port));
    }

    private bool Enters(Pod from, Pod to, int port)
    {
        var own = Of(to, "Ingress");
        return own.Length == 0
            || own.SelectMany(policy => policy.Spec.Ingress ?? []).Any(rule => Names(rule.FromProperty, from) && Names(rule.Ports, port));
    }

    private V1NetworkPolicy[] Of(Pod pod, string direction) => pod.Namespace != space
        ? []
        : [.. policies.Where(policy => policy.Spec.PolicyTypes.Contains(direction) && Selects(policy.Spec.PodSelector, pod.Labels))];

    private bool Names(IList<V1NetworkPolicyPeer>? peers, Pod pod) => peers is null or [] || peers.Any(peer =>
        peer.IpBlock is null
        && (peer.NamespaceSelector is { } selector
            ? Selects(selector, new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = pod.Namespace })
            : pod.Namespace == space)
        && (peer.PodSelector is null || Selects(peer.PodSelector, pod.Labels)));

    private static bool Names(IList<V1NetworkPolicyPort>? ports, int port) =>
        ports is null or [] || ports.Any(each => each.Port is null || each.Port.Value == $"{port}");

    private static bool Selects(V1LabelSelector selector, IReadOnlyDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value)
        && (selector.MatchExpressions ?? []).All(expression => expression.OperatorProperty == "In"
            ? labels.GetValueOrDefault(expression.Key) is { } value && expression.Values.Contains(value)
            : throw new NotSupportedException(expression.OperatorProperty));
}
