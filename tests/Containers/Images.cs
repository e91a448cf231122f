using TicketBooking.Testing;

namespace TicketBooking.Containers;

/// <summary>Every image that is started, as <c>deploy/images.env</c> pins it.</summary>
internal static class Images
{
    private static readonly Dictionary<string, string> Pinned = File.ReadLines(Repository.PathTo("deploy/images.env"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    public static string Postgres => Pinned["POSTGRES_IMAGE"];

    public static string Redis => Pinned["REDIS_IMAGE"];

    public static string Kafka => Pinned["KAFKA_IMAGE"];

    /// <summary>Debezium 3.6 on Kafka Connect 4.3.</summary>
    public static string Connect => Pinned["CONNECT_IMAGE"];

    /// <summary>Has daprd, placement and scheduler.</summary>
    public static string Dapr => Pinned["DAPR_IMAGE"];

    public static string Elasticsearch => Pinned["ELASTICSEARCH_IMAGE"];
}
