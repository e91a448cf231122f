namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>
/// What daprd 1.18.3 shows on its metrics port, as far as a query uses it: name and labels of each view of
/// https://github.com/dapr/dapr/tree/v1.18.3/pkg/diagnostics. The exporter puts <c>dapr_</c> before a name and writes <c>/</c> as <c>_</c>
/// (https://github.com/dapr/dapr/blob/v1.18.3/pkg/metrics/exporter.go); it adds no unit and no <c>_total</c>.
/// </summary>
internal static class DaprSeries
{
    /// <summary>Views that count or keep the last value.</summary>
    private static readonly Dictionary<string, string[]> Values = new()
    {
        // component_monitoring.go; process_status in pkg/runtime/subscription/postman (bulk).
        ["dapr_component_pubsub_ingress_bulk_event_count"] = ["app_id", "component", "namespace", "process_status", "topic"],
        // resiliency_monitoring.go
        ["dapr_resiliency_activations_total"] = ["app_id", "name", "policy", "namespace", "flow_direction", "target", "status"],
        // service_monitoring.go
        ["dapr_runtime_component_init_fail_total"] = ["app_id", "component", "reason", "componentName"],
        // workflow_monitoring.go; status is one of success, failed, terminated, recoverable.
        ["dapr_runtime_workflow_execution_count"] = ["app_id", "namespace", "workflow_name", "status"],
        // The Go client's own collector, in the default registry.
        ["process_resident_memory_bytes"] = [],
    };

    /// <summary>Views that are distributions, in milliseconds.</summary>
    private static readonly Dictionary<string, string[]> Distributions = new()
    {
        // component_monitoring.go
        ["dapr_component_pubsub_ingress_bulk_latencies"] = ["app_id", "component", "namespace", "process_status", "topic"],
        ["dapr_component_state_latencies"] = ["app_id", "component", "namespace", "operation", "success"],
        // service_monitoring.go
        ["dapr_runtime_service_invocation_res_recv_latency_ms"] = ["app_id", "src_app_id", "status"],
        // workflow_monitoring.go
        ["dapr_runtime_workflow_activity_execution_latency"] = ["app_id", "namespace", "activity_name", "status"],
    };

    /// <summary>Labels by series, those of the scraped target left out.</summary>
    public static IEnumerable<KeyValuePair<string, string[]>> All =>
        Values.Concat(Distributions.Select(view => KeyValuePair.Create($"{view.Key}_bucket", view.Value.Append("le").ToArray())));
}
