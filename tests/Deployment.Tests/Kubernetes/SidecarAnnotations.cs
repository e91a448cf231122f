namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>What the injector of Dapr 1.18 reads from a pod: https://github.com/dapr/dapr/blob/v1.18.3/pkg/injector/annotations/annotations.go. It ignores all else.</summary>
internal static class SidecarAnnotations
{
    public static readonly string[] Known =
    [
        "dapr.io/enabled", "dapr.io/app-id", "dapr.io/app-port", "dapr.io/config", "dapr.io/api-token-secret", "dapr.io/app-token-secret",
        "dapr.io/disable-builtin-k8s-secret-store", "dapr.io/read-buffer-size", "dapr.io/log-as-json", "dapr.io/enable-metrics", "dapr.io/metrics-port",
        "dapr.io/block-shutdown-duration", "dapr.io/graceful-shutdown-seconds", "dapr.io/sidecar-cpu-request", "dapr.io/sidecar-memory-request",
        "dapr.io/sidecar-memory-limit", "dapr.io/sidecar-seccomp-profile-type", "dapr.io/sidecar-readiness-probe-period-seconds",
        "dapr.io/sidecar-readiness-probe-timeout-seconds", "dapr.io/sidecar-liveness-probe-delay-seconds", "dapr.io/volume-mounts",
    ];
}
