using DotNet.Testcontainers.Builders;
using TicketBooking.Testing;

namespace TicketBooking.Containers;

/// <summary>The servers of docs/deployment.md, with the ports that the run files and the components name.</summary>
internal static class Servers
{
    public static readonly Uri ConnectAddress = new("http://localhost:18083");
    public static readonly Uri ElasticsearchAddress = new("http://localhost:9200");

    /// <summary>Its superuser is postgres with the password postgres.</summary>
    public static ContainerPart NewPostgres() => new("postgres", Images.Postgres, container => container
        .WithEnvironment("POSTGRES_PASSWORD", "postgres")
        .WithCommand("-c", "wal_level=logical", "-c", "max_connections=500")
        .WithResourceMapping(new DirectoryInfo(Repository.PathTo("deploy/postgres")), "/deploy/")
        // The server that makes the cluster listens on no port.
        .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted("pg_isready", "-h", "localhost", "-U", "postgres")));

    public static ContainerPart NewRedis() => new("redis", Images.Redis, container => container
        .WithCommand("redis-server", "--maxmemory-policy", "noeviction", "--appendonly", "yes")
        .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted("redis-cli", "ping")));

    /// <summary>The image's own settings are a broker and controller that advertises localhost:9092. Any variable would put them out of force.</summary>
    public static ContainerPart NewKafka() => new("kafka", Images.Kafka, container => container
        .WithResourceMapping(new DirectoryInfo(Repository.PathTo("deploy/kafka")), "/deploy/")
        .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted("bash", "-c", "exec 3<>/dev/tcp/localhost/9092")));

    public static ContainerPart NewConnect() => new("connect", Images.Connect, container => container
        .WithEnvironment(new Dictionary<string, string>
        {
            ["BOOTSTRAP_SERVERS"] = "localhost:9092",
            ["GROUP_ID"] = "connect",
            ["CONFIG_STORAGE_TOPIC"] = "connect-configs",
            ["OFFSET_STORAGE_TOPIC"] = "connect-offsets",
            ["STATUS_STORAGE_TOPIC"] = "connect-status",
            ["HOST_NAME"] = "localhost",
            ["ADVERTISED_PORT"] = $"{ConnectAddress.Port}",
            ["CONNECT_LISTENERS"] = ConnectAddress.GetLeftPart(UriPartial.Authority),
            ["CONNECT_CONFIG_PROVIDERS"] = "env",
            ["CONNECT_CONFIG_PROVIDERS_ENV_CLASS"] = "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
            ["POSTGRES_HOST"] = "localhost",
            ["POSTGRES_PORT"] = "5432",
            ["DEBEZIUM_PASSWORD"] = "debezium",
        }))
    {
        ReadyWhen = new(ConnectAddress, "/connectors"),
    };

    /// <summary>Keeps nothing: sidecars tell it anew what they host.</summary>
    public static ContainerPart NewPlacement() => new("placement", Images.Dapr, container => container
        .WithCommand("/placement", "--healthz-port", "18090", "--metrics-port", "18091"))
    {
        ReadyWhen = new("http://localhost:18090/healthz"),
    };

    public static ContainerPart NewScheduler() => new("scheduler", Images.Dapr, container => container
        .WithCommand("/scheduler", "--healthz-port", "18092", "--metrics-port", "18093", "--etcd-data-dir", "/data")
        // The image's own user may not make a folder.
        .WithCreateParameterModifier(create => create.User = "0"))
    {
        ReadyWhen = new("http://localhost:18092/healthz"),
    };

    /// <summary>Without security: the tests speak plain HTTP.</summary>
    public static ContainerPart NewElasticsearch() => new("elasticsearch", Images.Elasticsearch, container => container
        .WithEnvironment("discovery.type", "single-node")
        .WithEnvironment("xpack.security.enabled", "false")
        .WithEnvironment("ES_JAVA_OPTS", "-Xms512m -Xmx512m"))
    {
        ReadyWhen = new(ElasticsearchAddress, "/_cluster/health?wait_for_status=yellow&timeout=1s"),
    };
}
