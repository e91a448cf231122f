namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>
/// Keys of operators' resources that we use, each compared with the operator's definition at the pinned version. An operator ignores a key that
/// it does not know, and so a misspelt one. <c>.*</c> at the end stands for every key.
/// </summary>
internal static class CustomResourceKeys
{
    /// <summary>Of every resource.</summary>
    public static readonly string[] Common = ["apiVersion", "kind", "metadata.name", "metadata.namespace", "metadata.labels.*"];

    /// <summary>By kind.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> ByKind = new Dictionary<string, string[]>
    {
        // dapr.io/v1alpha1: https://github.com/dapr/dapr/tree/v1.18.3/charts/dapr/crds. Metadata of components: KnownKeys.
        ["Component"] =
        [
            "scopes[]", "spec.metadata[].name", "spec.metadata[].secretKeyRef.key", "spec.metadata[].secretKeyRef.name", "spec.metadata[].value",
            "spec.type", "spec.version",
        ],
        ["Configuration"] =
        [
            "spec.accessControl.defaultAction", "spec.accessControl.policies[].appId", "spec.accessControl.policies[].defaultAction",
            "spec.accessControl.policies[].namespace", "spec.accessControl.policies[].operations[].action",
            "spec.accessControl.policies[].operations[].httpVerb[]", "spec.accessControl.policies[].operations[].name",
            "spec.accessControl.policies[].trustDomain", "spec.accessControl.trustDomain", "spec.secrets.scopes[].defaultAccess",
            "spec.secrets.scopes[].storeName", "spec.tracing.otel.endpointAddress", "spec.tracing.otel.isSecure", "spec.tracing.otel.protocol",
            "spec.tracing.samplingRate", "spec.workflow.stateRetentionPolicy.failed", "spec.workflow.stateRetentionPolicy.terminated",
        ],
        ["Resiliency"] =
        [
            "spec.policies.retries.delivery.duration", "spec.policies.retries.delivery.maxInterval", "spec.policies.retries.delivery.maxRetries",
            "spec.policies.retries.delivery.policy", "spec.targets.components.pubsub.inbound.retry",
        ],
        // kafka.strimzi.io/v1: https://github.com/strimzi/strimzi-kafka-operator/tree/1.2.0/packaging/install/cluster-operator. Below "config":
        // https://kafka.apache.org/43/documentation.html; of connectors: KnownKeys.
        ["Kafka"] =
        [
            "spec.entityOperator.topicOperator.resources.limits.*", "spec.entityOperator.topicOperator.resources.requests.*",
            "spec.entityOperator.userOperator.resources.limits.*", "spec.entityOperator.userOperator.resources.requests.*",
            "spec.kafka.authorization.type", "spec.kafka.config.auto.create.topics.enable", "spec.kafka.config.default.replication.factor",
            "spec.kafka.config.min.insync.replicas", "spec.kafka.config.offsets.topic.replication.factor",
            "spec.kafka.config.transaction.state.log.replication.factor", "spec.kafka.config.transaction.state.log.min.isr",
            "spec.kafka.listeners[].authentication.type", "spec.kafka.listeners[].name",
            "spec.kafka.listeners[].networkPolicyPeers[].podSelector.matchLabels.*", "spec.kafka.listeners[].port", "spec.kafka.listeners[].tls",
            "spec.kafka.listeners[].type", "spec.kafka.metadataVersion", "spec.kafka.rack.topologyKey", "spec.kafka.version",
        ],
        ["KafkaConnect"] =
        [
            "spec.authentication.passwordSecret.password", "spec.authentication.passwordSecret.secretName", "spec.authentication.type",
            "spec.authentication.username", "spec.bootstrapServers", "spec.config.config.storage.replication.factor",
            "spec.config.offset.storage.replication.factor", "spec.config.status.storage.replication.factor", "spec.config.config.providers",
            "spec.config.config.providers.env.class", "spec.configStorageTopic", "spec.groupId", "spec.image", "spec.jvmOptions.-Xms",
            "spec.jvmOptions.-Xmx", "spec.offsetStorageTopic", "spec.replicas", "spec.resources.limits.*", "spec.resources.requests.*",
            "spec.statusStorageTopic", "spec.template.connectContainer.env[].name", "spec.template.connectContainer.env[].value",
            "spec.template.connectContainer.env[].valueFrom.secretKeyRef.key", "spec.template.connectContainer.env[].valueFrom.secretKeyRef.name",
            "spec.tls.trustedCertificates[].pattern", "spec.tls.trustedCertificates[].secretName", "spec.version",
            "metadata.annotations.strimzi.io/use-connector-resources",
        ],
        ["KafkaConnector"] = ["spec.autoRestart.enabled", "spec.class", "spec.config.*", "spec.tasksMax"],
        ["KafkaNodePool"] =
        [
            "spec.jvmOptions.-Xms", "spec.jvmOptions.-Xmx", "spec.replicas", "spec.resources.limits.*", "spec.resources.requests.*", "spec.roles[]",
            "spec.storage.type", "spec.storage.volumes[].deleteClaim", "spec.storage.volumes[].id", "spec.storage.volumes[].kraftMetadata",
            "spec.storage.volumes[].size", "spec.storage.volumes[].type",
        ],
        ["KafkaTopic"] =
        [
            "spec.config.retention.ms", "spec.config.max.message.bytes", "spec.config.cleanup.policy", "spec.partitions", "spec.replicas",
            "spec.topicName",
        ],
        ["KafkaUser"] =
        [
            "spec.authentication.type", "spec.authorization.acls[].operations[]", "spec.authorization.acls[].resource.name",
            "spec.authorization.acls[].resource.patternType", "spec.authorization.acls[].resource.type", "spec.authorization.type",
        ],
        // postgresql.cnpg.io/v1: https://github.com/cloudnative-pg/cloudnative-pg/tree/v1.30.0/config/crd/bases. Parameters: PostgreSQL 15,
        // pg_failover_slots, and docs/src/connection_pooling.md there.
        ["Cluster"] =
        [
            "spec.affinity.podAntiAffinityType", "spec.affinity.topologyKey", "spec.bootstrap.initdb.database", "spec.bootstrap.initdb.encoding",
            "spec.bootstrap.initdb.localeCType", "spec.bootstrap.initdb.localeCollate", "spec.bootstrap.initdb.owner",
            "spec.bootstrap.initdb.secret.name",
            "spec.bootstrap.initdb", "spec.bootstrap.recovery.source", "spec.bootstrap.recovery.database", "spec.bootstrap.recovery.owner",
            "spec.bootstrap.recovery.secret.name", "spec.bootstrap.recovery.recoveryTarget.targetTime", "spec.externalClusters[].name",
            "spec.externalClusters[].plugin.name", "spec.externalClusters[].plugin.parameters.barmanObjectName",
            "spec.externalClusters[].plugin.parameters.serverName", "spec.plugins[].parameters.serverName",
            "spec.enableSuperuserAccess", "spec.imageName", "spec.instances", "spec.managed.roles[].login",
            "spec.managed.roles[].name", "spec.managed.roles[].passwordSecret.name", "spec.managed.roles[].replication",
            "spec.plugins[].isWALArchiver", "spec.plugins[].name", "spec.plugins[].parameters.barmanObjectName",
            "spec.postgresql.parameters.max_connections", "spec.postgresql.parameters.max_replication_slots",
            "spec.postgresql.parameters.max_wal_senders", "spec.postgresql.parameters.shared_buffers",
            "spec.postgresql.parameters.hot_standby_feedback", "spec.postgresql.parameters.pg_failover_slots.synchronize_slot_names",
            "spec.postgresql.parameters.max_slot_wal_keep_size", "spec.postgresql.pg_hba[]", "spec.postgresql.synchronous.dataDurability",
            "spec.postgresql.synchronous.method", "spec.postgresql.synchronous.number",
            "spec.replicationSlots.highAvailability.synchronizeLogicalDecoding", "spec.resources.limits.*", "spec.resources.requests.*",
            "spec.storage.size", "spec.walStorage.size",
        ],
        ["Database"] = ["spec.cluster.name", "spec.encoding", "spec.localeCType", "spec.localeCollate", "spec.name", "spec.owner", "spec.template"],
        ["Pooler"] =
        [
            "spec.cluster.name", "spec.instances", "spec.pgbouncer.parameters.default_pool_size", "spec.pgbouncer.parameters.max_client_conn",
            "spec.pgbouncer.parameters.query_wait_timeout", "spec.pgbouncer.poolMode", "spec.template.metadata.labels.*",
            "spec.template.spec.containers[].name", "spec.template.spec.containers[].resources.limits.*",
            "spec.template.spec.containers[].resources.requests.*", "spec.type",
        ],
        ["ScheduledBackup"] = ["spec.backupOwnerReference", "spec.cluster.name", "spec.method", "spec.pluginConfiguration.name", "spec.schedule"],
        // barmancloud.cnpg.io/v1: https://github.com/cloudnative-pg/plugin-barman-cloud/tree/v0.14.0/config/crd/bases.
        ["ObjectStore"] =
        [
            "spec.configuration.data.compression", "spec.configuration.destinationPath", "spec.configuration.s3Credentials.accessKeyId.key",
            "spec.configuration.s3Credentials.accessKeyId.name", "spec.configuration.s3Credentials.region.key",
            "spec.configuration.s3Credentials.region.name", "spec.configuration.s3Credentials.secretAccessKey.key",
            "spec.configuration.s3Credentials.secretAccessKey.name", "spec.configuration.wal.compression", "spec.configuration.wal.maxParallel",
            "spec.retentionPolicy",
        ],
        // elasticsearch.k8s.elastic.co/v1: https://github.com/elastic/cloud-on-k8s/tree/v3.5.0/config/crds/v1/resources.
        ["Elasticsearch"] =
        [
            "spec.auth.fileRealm[].secretName", "spec.auth.roles[].secretName", "spec.nodeSets[].config.node.store.allow_mmap",
            "spec.nodeSets[].count", "spec.nodeSets[].name", "spec.nodeSets[].zoneAwareness", "spec.nodeSets[].podTemplate.spec.containers[].name",
            "spec.nodeSets[].podTemplate.spec.containers[].resources.limits.*",
            "spec.nodeSets[].podTemplate.spec.containers[].resources.requests.*",
            "spec.nodeSets[].podTemplate.spec.securityContext.seccompProfile.type", "spec.nodeSets[].volumeClaimTemplates[].metadata.name",
            "spec.nodeSets[].volumeClaimTemplates[].spec.accessModes[]", "spec.nodeSets[].volumeClaimTemplates[].spec.resources.requests.*",
            "spec.version",
        ],
        // cert-manager.io/v1: https://github.com/cert-manager/cert-manager/blob/v1.21.1/deploy/crds/cert-manager.io_clusterissuers.yaml.
        ["ClusterIssuer"] =
        [
            "spec.acme.server", "spec.acme.email", "spec.acme.privateKeySecretRef.name", "spec.acme.solvers[].http01.gatewayHTTPRoute.parentRefs[].name",
            "spec.acme.solvers[].http01.gatewayHTTPRoute.parentRefs[].namespace", "spec.acme.solvers[].http01.gatewayHTTPRoute.parentRefs[].sectionName",
        ],
        // gateway.networking.k8s.io/v1: https://github.com/kubernetes-sigs/gateway-api/tree/v1.6.1/config/crd/standard.
        ["GatewayClass"] = ["spec.controllerName"],
        ["Gateway"] =
        [
            "spec.gatewayClassName", "spec.listeners[].allowedRoutes.namespaces.from", "spec.listeners[].hostname", "spec.listeners[].name",
            "spec.listeners[].port", "spec.listeners[].protocol", "spec.listeners[].tls.certificateRefs[].name", "spec.listeners[].tls.mode",
            "metadata.annotations.cert-manager.io/cluster-issuer",
        ],
        ["HTTPRoute"] =
        [
            "spec.parentRefs[].name", "spec.parentRefs[].sectionName", "spec.rules[].backendRefs[].name", "spec.rules[].backendRefs[].port",
            "spec.rules[].filters[].requestRedirect.scheme", "spec.rules[].filters[].requestRedirect.statusCode", "spec.rules[].filters[].type",
            "spec.rules[].timeouts.request",
        ],
    };
}
