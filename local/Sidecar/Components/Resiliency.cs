using YamlDotNet.RepresentationModel;

namespace TicketBooking.Sidecar.Components;

/// <summary>The part of Dapr's Resiliency manifests that the embedded sidecar applies; the rest is refused, not ignored.</summary>
internal sealed class Resiliency
{
    private readonly Dictionary<string, InboundPolicy> _inbound = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _appTimeouts = new(StringComparer.Ordinal);

    public Resiliency(IEnumerable<Manifest> manifests)
    {
        foreach (var manifest in manifests)
        {
            Read(manifest);
        }
    }

    public InboundPolicy Inbound(string component) => _inbound.GetValueOrDefault(component, InboundPolicy.None);

    /// <summary>How long an invocation of this app may take, streams included; null for no limit.</summary>
    public TimeSpan? AppTimeout(string appId) => _appTimeouts.TryGetValue(appId, out var timeout) ? timeout : null;

    private void Read(Manifest manifest)
    {
        if (manifest.Spec is not { } spec)
        {
            return;
        }

        foreach (var (name, target) in Targets(spec, "components"))
        {
            if (Yaml.Map(target, "inbound") is { } inbound)
            {
                RefuseUnsupported(manifest, inbound, "circuitBreaker");
                _inbound[name] = new(Retry(manifest, spec, inbound), Timeout(manifest, spec, inbound));
            }
        }

        foreach (var (name, target) in Targets(spec, "apps"))
        {
            RefuseUnsupported(manifest, target, "circuitBreaker", "retry");
            if (Timeout(manifest, spec, target) is { } timeout)
            {
                _appTimeouts[name] = timeout;
            }
        }
    }

    private static IEnumerable<(string Name, YamlMappingNode Target)> Targets(YamlMappingNode spec, string kind) =>
        Yaml.Map(spec, "targets", kind) is { } targets
            ? targets.Children.Where(c => c.Value is YamlMappingNode).Select(c => (c.Key.ToString(), (YamlMappingNode)c.Value))
            : [];

    private static RetryPolicy Retry(Manifest manifest, YamlMappingNode spec, YamlMappingNode target)
    {
        if (Yaml.Text(target, "retry") is not { } name)
        {
            return RetryPolicy.None;
        }

        var policy = Yaml.Map(spec, "policies", "retries", name) ?? throw Missing(manifest, "retry", name);
        RefuseUnsupported(manifest, policy, "matching");
        return RetryPolicy.From(policy);
    }

    private static TimeSpan? Timeout(Manifest manifest, YamlMappingNode spec, YamlMappingNode target)
    {
        if (Yaml.Text(target, "timeout") is not { } name)
        {
            return null;
        }

        var timeouts = Yaml.Map(spec, "policies", "timeouts");
        return Duration.Parse((timeouts is null ? null : Yaml.Text(timeouts, name)) ?? throw Missing(manifest, "timeout", name));
    }

    private static InvalidDataException Missing(Manifest manifest, string kind, string name) =>
        new($"{manifest.File}: {kind} policy '{name}' is used but not defined.");

    private static void RefuseUnsupported(Manifest manifest, YamlMappingNode node, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (node.Children.ContainsKey(new YamlScalarNode(name)))
            {
                throw new InvalidDataException($"{manifest.File}: '{name}' is not supported by the embedded sidecar here.");
            }
        }
    }
}
