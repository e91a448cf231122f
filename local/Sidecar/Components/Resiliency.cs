using System.Text.Json;

namespace TicketBooking.Sidecar.Components;

/// <summary>The Resiliency policies for deliveries from one pub/sub component.</summary>
internal sealed record InboundPolicy(RetryPolicy Retry, TimeSpan? Timeout)
{
    /// <summary>Without a policy the first failure is the last.</summary>
    public static InboundPolicy None { get; } = new(new RetryPolicy(false, TimeSpan.Zero, TimeSpan.Zero, 0), null);
}

/// <summary>Number of retries and the pauses between them. <see cref="MaxRetries"/> below zero means for ever.</summary>
internal sealed record RetryPolicy(bool IsExponential, TimeSpan Interval, TimeSpan MaxInterval, int MaxRetries)
{
    private const double Growth = 1.5;

    /// <summary>The pause before retry number <paramref name="retry"/> (from 0), or null when there is none left.</summary>
    public TimeSpan? Pause(int retry) => (MaxRetries >= 0 && retry >= MaxRetries, IsExponential) switch
    {
        (true, _) => null,
        (_, false) => Interval,
        _ => TimeSpan.FromMilliseconds(Math.Min(MaxInterval.TotalMilliseconds, Interval.TotalMilliseconds * Math.Pow(Growth, retry))),
    };
}

/// <summary>The part of Dapr's Resiliency manifests that the embedded sidecar applies; the rest is refused, not ignored.</summary>
internal sealed class Resiliency
{
    private readonly Dictionary<string, InboundPolicy> _inbound = new(StringComparer.Ordinal);

    public Resiliency(IEnumerable<Manifest> manifests)
    {
        foreach (var manifest in manifests)
        {
            var spec = manifest.Read<Fields>();
            RefuseIf(spec.Targets?.Apps, manifest, "apps");
            foreach (var (name, component) in spec.Targets?.Components ?? [])
            {
                if (component.Inbound is { } inbound)
                {
                    RefuseIf(inbound.CircuitBreaker, manifest, "circuitBreaker");
                    _inbound[name] = new(RetryOf(manifest, spec, inbound), TimeoutOf(manifest, spec, inbound));
                }
            }
        }
    }

    public InboundPolicy Inbound(string component) => _inbound.GetValueOrDefault(component, InboundPolicy.None);

    private static RetryPolicy RetryOf(Manifest manifest, Fields spec, Target target)
    {
        if (target.Retry is not { } name)
        {
            return InboundPolicy.None.Retry;
        }

        var policy = spec.Policies?.Retries?.GetValueOrDefault(name) ?? throw Missing(manifest, "retry", name);
        RefuseIf(policy.Matching, manifest, "matching");
        var exponential = policy.Policy is "exponential";
        return new(
            exponential,
            GoDuration.Parse(policy.Duration ?? (exponential ? "500ms" : "5s")),
            GoDuration.Parse(policy.MaxInterval ?? "60s"),
            policy.MaxRetries ?? -1);
    }

    private static TimeSpan? TimeoutOf(Manifest manifest, Fields spec, Target target) => target.Timeout is { } name
        ? GoDuration.Parse(spec.Policies?.Timeouts?.GetValueOrDefault(name) ?? throw Missing(manifest, "timeout", name))
        : null;

    private static InvalidDataException Missing(Manifest manifest, string kind, string name) =>
        new($"{manifest.File}: {kind} policy '{name}' is used but not defined.");

    private static void RefuseIf(object? given, Manifest manifest, string what)
    {
        if (given is not null)
        {
            throw new InvalidDataException($"{manifest.File}: '{what}' is not supported by the embedded sidecar here.");
        }
    }

    private sealed record Fields(Policies? Policies, Targets? Targets);

    private sealed record Policies(Dictionary<string, string>? Timeouts, Dictionary<string, Retry>? Retries);

    private sealed record Retry(string? Policy, string? Duration, string? MaxInterval, int? MaxRetries, JsonElement? Matching);

    private sealed record Targets(Dictionary<string, ComponentTarget>? Components, JsonElement? Apps);

    private sealed record ComponentTarget(Target? Inbound);

    private sealed record Target(string? Retry, string? Timeout, JsonElement? CircuitBreaker);
}
