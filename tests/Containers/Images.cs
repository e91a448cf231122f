namespace TicketBooking.Containers;

/// <summary>Every image that is started: the versions of docs/deployment.md.</summary>
internal static class Images
{
    public const string Postgres = "postgres:15";
    public const string Redis = "redis:7";
    public const string Kafka = "apache/kafka:4.4.0";

    /// <summary>Debezium 3.6 on Kafka Connect 4.3.</summary>
    public const string Connect = "quay.io/debezium/connect:3.6";

    /// <summary>Has daprd, placement and scheduler.</summary>
    public const string Dapr = "daprio/dapr:1.18.3";

    public const string Elasticsearch = "docker.elastic.co/elasticsearch/elasticsearch:9.5.3";
}
