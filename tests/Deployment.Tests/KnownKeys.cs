namespace TicketBooking.Deployment.Tests;

/// <summary>What Dapr 1.18 and Debezium 3.6 read: each ignores a key that it does not know, and so a misspelt one.</summary>
internal static class KnownKeys
{
    /// <summary>Of every component, by the runtime: https://github.com/dapr/dapr/tree/v1.18.3/pkg/components and pkg/runtime/processor.</summary>
    private static readonly string[] Runtime = ["keyPrefix", "actorStateStore", "consumerID"];

    /// <summary>https://github.com/dapr/components-contrib/blob/v1.18.4/common/component/redis/settings.go.</summary>
    private static readonly string[] Redis =
    [
        "redisHost", "redisPort", "redisUsername", "redisPassword", "redisDB", "redisType", "redisMaxRetries", "redisMinRetryInterval",
        "redisMaxRetryInterval", "dialTimeout", "readTimeout", "writeTimeout", "poolSize", "poolTimeout", "maxConnAge", "minIdleConns",
        "idleTimeout", "idleCheckFrequency", "failover", "sentinelMasterName", "sentinelUsername", "sentinelPassword", "enableTLS",
        "insecureSkipTLSVerify", "clientCert", "clientKey",
    ];

    /// <summary>Metadata by the type of a component: <c>metadata.yaml</c> of its folder in components-contrib v1.18.4; the embedded sidecar's own types.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Metadata = new Dictionary<string, string[]>
    {
        ["pubsub.kafka"] =
        [
            .. Runtime, "brokers", "authType", "version", "consumerGroup", "clientID", "initialOffset", "maxMessageBytes", "consumeRetryInterval",
            "consumeRetryEnabled", "heartbeatInterval", "sessionTimeout", "channelBufferSize", "consumerFetchMin", "consumerFetchDefault",
            "clientConnectionTopicMetadataRefreshInterval", "clientConnectionKeepAliveInterval", "dialTimeout", "readTimeout", "writeTimeout",
            "metadataTimeout", "producerRequiredAcks", "producerRetryMax", "escapeHeaders", "compression", "consumerGroupRebalanceStrategy",
            "excludeHeaderMetaRegex", "saslUsername", "saslPassword", "saslMechanism", "caCert", "clientCert", "clientKey", "skipVerify", "disableTls",
        ],
        ["pubsub.redis"] = [.. Runtime, .. Redis, "redeliverInterval", "processingTimeout", "queueDepth", "concurrency", "maxLenApprox", "streamTTL"],
        ["lock.redis"] = [.. Runtime, .. Redis],
        ["state.redis"] = [.. Runtime, .. Redis, "ttlInSeconds", "queryIndexes"],
        ["state.postgresql"] =
        [
            .. Runtime, "connectionString", "host", "hostaddr", "port", "database", "user", "password", "sslRootCert", "timeout", "tablePrefix",
            "metadataTableName", "cleanupInterval", "maxConns", "connectionMaxIdleTime", "queryExecMode",
        ],
        ["secretstores.local.env"] = ["prefix"],
        ["pubsub.embedded"] = ["initialOffset"],
        ["pubsub.broadcast"] = [],
        ["lock.embedded"] = ["keyPrefix"],
        ["state.embedded"] = ["keyPrefix", "actorStateStore"],
    };

    /// <summary>Top level of a multi-app run file: https://github.com/dapr/cli/blob/v1.18.0/pkg/runfileconfig/run_file_config.go.</summary>
    public static readonly string[] RunFile = ["version", "name", "common", "apps"];

    /// <summary>Of <c>common</c> and of each app: https://github.com/dapr/cli/blob/v1.18.0/pkg/standalone/run.go (SharedRunConfig).</summary>
    public static readonly string[] RunFileShared =
    [
        "configFilePath", "appProtocol", "apiListenAddresses", "enableProfiling", "logLevel", "appMaxConcurrency", "placementHostAddress",
        "schedulerHostAddress", "resourcesPaths", "maxBodySize", "readBufferSize", "enableAppHealthCheck", "appHealthCheckPath",
        "appHealthProbeInterval", "appHealthProbeTimeout", "appHealthThreshold", "enableApiLogging", "runtimePath", "env", "daprdLogDestination",
        "appLogDestination",
    ];

    /// <summary>Of an app only: the same file (RunConfig) and run_file_config.go (App).</summary>
    public static readonly string[] RunFileApp =
    [
        "appDirPath", "appID", "appChannelAddress", "appPort", "daprHTTPPort", "daprGRPCPort", "daprInternalGRPCPort", "profilePort", "metricsPort",
        "unixDomainSocket", "command",
    ];

    /// <summary>
    /// Of a connector: https://debezium.io/documentation/reference/3.6/connectors/postgresql.html#postgresql-connector-properties, those of Kafka
    /// Connect for every connector, and those of RegexRouter.
    /// </summary>
    public static readonly string[] Connector =
    [
        "connector.class", "tasks.max", "database.hostname", "database.port", "database.user", "database.password", "database.dbname",
        "topic.prefix", "table.include.list", "message.key.columns", "plugin.name", "publication.name", "publication.autocreate.mode", "slot.name",
        "snapshot.mode", "skipped.operations", "tombstones.on.delete", "message.prefix.exclude.list", "poll.interval.ms", "heartbeat.interval.ms",
        "heartbeat.action.query", "key.converter", "key.converter.schemas.enable", "value.converter", "value.converter.schemas.enable", "transforms",
        "transforms.route.type", "transforms.route.regex", "transforms.route.replacement",
    ];

    /// <summary>Top level of a compose file: https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json, as are the others.</summary>
    public static readonly string[] ComposeFile = ["name", "include", "services", "models", "networks", "volumes", "secrets", "configs"];

    /// <summary>Of an included file.</summary>
    public static readonly string[] ComposeInclude = ["path", "env_file", "project_directory"];

    /// <summary>Of a service, those in use.</summary>
    public static readonly string[] ComposeService =
    [
        "build", "cap_drop", "command", "depends_on", "entrypoint", "environment", "healthcheck", "image", "networks", "ports", "profiles", "read_only",
        "restart", "security_opt", "tmpfs", "user", "volumes",
    ];

    public static readonly string[] ComposeBuild = ["context", "dockerfile", "args", "target"];

    public static readonly string[] ComposeHealthCheck = ["test", "interval", "timeout", "retries", "start_period", "start_interval"];
}
