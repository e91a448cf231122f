using System.Text.Json.Nodes;

namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>Keys that the collector 0.139, Prometheus 3.5 and Grafana 12 read, as far as a file may use them.</summary>
internal static class ObservabilityKeys
{
    /// <summary>https://github.com/open-telemetry/opentelemetry-collector/blob/v0.139.0/otelcol/config.go.</summary>
    public static readonly string[] Collector = ["receivers", "processors", "exporters", "connectors", "extensions", "service"];

    /// <summary>https://github.com/open-telemetry/opentelemetry-collector/blob/v0.139.0/service/config.go.</summary>
    public static readonly string[] CollectorService = ["telemetry", "extensions", "pipelines"];

    /// <summary>https://github.com/open-telemetry/opentelemetry-collector/blob/v0.139.0/service/pipelines/config.go.</summary>
    public static readonly string[] Pipeline = ["receivers", "processors", "exporters"];

    /// <summary>
    /// Of each part by its type: <c>config.go</c> in receiver/otlpreceiver, processor/memorylimiterprocessor, processor/batchprocessor and
    /// exporter/nopexporter of the collector v0.139.0, exporter/prometheusexporter and extension/healthcheckextension of
    /// https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.139.0. Servers have the keys of config/confighttp.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string[]> CollectorPart = new Dictionary<string, string[]>
    {
        ["otlp"] = ["protocols"],
        ["memory_limiter"] = ["check_interval", "limit_mib", "spike_limit_mib", "limit_percentage", "spike_limit_percentage"],
        ["batch"] = ["timeout", "send_batch_size", "send_batch_max_size", "metadata_keys", "metadata_cardinality_limit"],
        ["prometheus"] =
        [
            "endpoint", "tls", "namespace", "const_labels", "send_timestamps", "metric_expiration", "resource_to_telemetry_conversion",
            "enable_open_metrics", "add_metric_suffixes",
        ],
        ["nop"] = [],
        ["health_check"] = ["endpoint", "tls", "path", "response_body"],
    };

    /// <summary>https://prometheus.io/docs/prometheus/3.5/configuration/configuration/.</summary>
    public static readonly string[] Prometheus = ["global", "rule_files", "scrape_config_files", "scrape_configs", "alerting", "remote_write", "storage"];

    /// <summary>The same page, <c>global</c>.</summary>
    public static readonly string[] PrometheusGlobal = ["scrape_interval", "scrape_timeout", "evaluation_interval", "external_labels"];

    /// <summary>The same page, <c>scrape_config</c>.</summary>
    public static readonly string[] Scrape =
    [
        "job_name", "scrape_interval", "scrape_timeout", "metrics_path", "honor_labels", "honor_timestamps", "scheme", "static_configs", "dns_sd_configs",
        "relabel_configs", "metric_relabel_configs",
    ];

    /// <summary>The same page, <c>dns_sd_config</c>.</summary>
    public static readonly string[] DnsDiscovery = ["names", "type", "port", "refresh_interval"];

    /// <summary>The same page, <c>relabel_config</c>.</summary>
    public static readonly string[] Relabel = ["source_labels", "separator", "target_label", "regex", "modulus", "replacement", "action"];

    /// <summary>https://prometheus.io/docs/prometheus/3.5/configuration/recording_rules/, <c>rule_group</c>.</summary>
    public static readonly string[] RuleGroup = ["name", "interval", "limit", "query_offset", "labels", "rules"];

    /// <summary>The same page, an alerting rule.</summary>
    public static readonly string[] Rule = ["alert", "expr", "for", "keep_firing_for", "labels", "annotations"];

    /// <summary>https://grafana.com/docs/grafana/v12.2/administration/provisioning/#data-sources.</summary>
    public static readonly string[] DataSource =
        ["name", "type", "access", "orgId", "uid", "url", "basicAuth", "basicAuthUser", "isDefault", "jsonData", "secureJsonData", "version", "editable"];

    /// <summary>The same page, dashboards.</summary>
    public static readonly string[] DashboardProvider =
        ["name", "orgId", "folder", "folderUid", "type", "disableDeletion", "updateIntervalSeconds", "allowUiUpdates", "options"];

    /// <summary>https://grafana.com/docs/grafana/v12.2/dashboards/build-dashboards/view-dashboard-json-model/.</summary>
    public static readonly string[] Dashboard =
    [
        "id", "uid", "title", "description", "tags", "timezone", "editable", "graphTooltip", "time", "timepicker", "templating", "annotations", "refresh",
        "schemaVersion", "version", "panels", "links",
    ];

    /// <summary>The same page, panels; https://github.com/grafana/grafana/blob/v12.2.0/kinds/dashboard/dashboard_kind.cue.</summary>
    public static readonly string[] Panel =
        ["id", "type", "title", "description", "datasource", "gridPos", "fieldConfig", "options", "targets", "collapsed", "panels", "transparent", "links"];

    /// <summary>https://github.com/grafana/grafana/blob/v12.2.0/packages/grafana-prometheus/src/types.ts.</summary>
    public static readonly string[] PrometheusTarget = ["refId", "datasource", "expr", "legendFormat", "range", "instant", "interval", "format", "exemplar"];

    public static IEnumerable<string> NamesIn(JsonNode? node) => node is JsonObject json ? json.Select(pair => pair.Key) : [];
}
