using System.Text.Json.Nodes;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests.Kubernetes;

public sealed class KafkaResourceTests
{
    private static readonly string[] OfConnect = ["connect-configs", "connect-offsets", "connect-status"];

    private static readonly string[] Subscribers = [AppIds.EventCore, AppIds.Seats, AppIds.Booking, AppIds.Search];

    private static IReadOnlyDictionary<string, JsonNode> Topics { get; } =
        Manifest.Base.Where(manifest => manifest.Kind == "KafkaTopic").ToDictionary(manifest => (string)manifest.Spec["topicName"]!, manifest => manifest.Spec);

    [Fact]
    public void The_topics_are_those_of_the_file_and_Connect_s_own()
    {
        var lines = File.ReadLines(Repository.PathTo("deploy/kafka/topics")).Where(line => !line.StartsWith('#')).Select(line => line.Split(' ')).ToArray();

        Assert.Equal(lines.Select(line => line[0]).Concat(OfConnect).Order(), Topics.Keys.Order());
        Assert.All(lines, line => Assert.Equal(
            (line[1], line[2], line[3]),
            ((string)Topics[line[0]]["partitions"]!, (string)Topics[line[0]]["config"]!["retention.ms"]!, (string)Topics[line[0]]["config"]!["max.message.bytes"]!)));
        Assert.All(OfConnect, name => Assert.Equal("compact", (string?)Topics[name]["config"]!["cleanup.policy"]));
    }

    [Fact]
    public void The_connectors_are_those_of_the_files()
    {
        var here = Manifest.Base.Where(manifest => manifest.Kind == "KafkaConnector").ToDictionary(manifest => manifest.Name, manifest => manifest.Spec);

        Assert.Equal(Connector.All.Select(connector => connector.Name).Order(), here.Keys.Order());
        Assert.All(Connector.All, connector =>
        {
            var settings = here[connector.Name]["config"]!.DeepClone().AsObject();
            settings["connector.class"] = here[connector.Name]["class"]!.DeepClone();
            settings["tasks.max"] = here[connector.Name]["tasksMax"]!.DeepClone();
            Assert.True(JsonNode.DeepEquals(connector.Settings, settings), connector.Name);
        });
    }

    [Fact]
    public void Connect_knows_every_variable_that_a_connector_names_and_resolves_it()
    {
        var connect = Manifest.Find("KafkaConnect", "connect").Spec;
        var given = connect["template"]!["connectContainer"]!["env"]!.AsArray().Select(variable => (string)variable!["name"]!);

        var named = Connector.All.SelectMany(connector => connector.Settings.Select(pair => (string)pair.Value!))
            .Where(value => value.StartsWith("${env:", StringComparison.Ordinal)).Select(value => value[6..^1]).Distinct();
        Assert.Equal(named.Order(), given.Order());
        Assert.Equal("env", (string?)connect["config"]!["config.providers"]);
        Assert.Equal("true", (string?)Manifest.Find("KafkaConnect", "connect").Content["metadata"]!["annotations"]!["strimzi.io/use-connector-resources"]);
        Assert.Equal(OfConnect, new[] { "configStorageTopic", "offsetStorageTopic", "statusStorageTopic" }.Select(key => (string?)connect[key]));
    }

    [Fact]
    public void A_sidecar_may_read_and_write_what_its_app_hears_and_publishes_and_nothing_else()
    {
        string[] outboxes = [Contracts.Topics.EventOutbox, Contracts.Topics.SeatOutbox, Contracts.Topics.BookingOutbox];
        var letters = Subscribers.Select(app => $"event.deadletter.{app}");

        Assert.Equal(outboxes.Concat(letters).Order(), Granted("services", "topic", "Read", Topics.Keys).Order());
        Assert.Equal(letters.Order(), Granted("services", "topic", "Write", Topics.Keys).Order());
        Assert.Equal(Subscribers.Order(), Granted("services", "group", "Read", [.. Subscribers, AppIds.Gateway, "connect", "livefeed-1"]).Order());
        Assert.Equal([Contracts.Topics.SeatChanges], Granted("livefeed", "topic", "Read", Topics.Keys));
        Assert.Equal([Contracts.Topics.SeatChanges], Granted("livefeed", "topic", "Write", Topics.Keys));
        Assert.Equal(["livefeed-1"], Granted("livefeed", "group", "Read", [.. Subscribers, "connect", "livefeed-1"]));
    }

    [Fact]
    public void Connect_may_write_what_the_connectors_send_and_keep_its_state()
    {
        var sent = Connector.All.SelectMany(connector => new[] { connector.Topic, $"__debezium-heartbeat.{connector["topic.prefix"]}" });

        Assert.Equal(sent.Concat(OfConnect).Order(), Granted("connect", "topic", "Write", Topics.Keys).Order());
        Assert.Equal(OfConnect.Order(), Granted("connect", "topic", "Read", Topics.Keys).Order());
        Assert.Equal(["connect"], Granted("connect", "group", "Read", [.. Subscribers, (string)Manifest.Find("KafkaConnect", "connect").Spec["groupId"]!]));
    }

    [Fact]
    public void Every_client_names_a_user_that_there_is_the_listener_and_its_authority()
    {
        var users = Manifest.Base.Where(manifest => manifest.Kind == "KafkaUser").Select(manifest => manifest.Name);
        var listener = Manifest.Find("Kafka", "kafka").Spec["kafka"]!["listeners"]!.AsArray().Single()!;
        var connect = Manifest.Find("KafkaConnect", "connect").Spec;
        var sidecars = Manifest.Base.Where(manifest => manifest.Kind == "Component" && (string?)manifest.Spec["type"] == "pubsub.kafka")
            .Select(manifest => new ComponentFile("k8s", manifest.Source, manifest.Content)).ToArray();

        Assert.Equal(
            users.Order(), sidecars.Select(component => component.Value("saslUsername")!).Append((string)connect["authentication"]!["username"]!).Order());
        Assert.Equal("true", (string?)listener["tls"]);
        var address = $"kafka-kafka-bootstrap:{listener["port"]}";
        Assert.All(sidecars, component =>
        {
            Assert.Equal(address, component.Value("brokers"));
            Assert.Equal(component.Value("saslUsername"), (string?)Reference(component, "saslPassword")["name"]);
            Assert.Equal("kafka-cluster-ca-cert", (string?)Reference(component, "caCert")["name"]);
        });
        Assert.Equal(address, (string?)connect["bootstrapServers"]);
    }

    [Fact]
    public void In_production_everything_is_on_three_nodes_and_a_write_on_two()
    {
        var config = Manifest.Production.Single(manifest => manifest.Kind == "Kafka").Spec["kafka"]!["config"]!;

        Assert.Equal("3", (string?)Manifest.Production.Single(manifest => manifest.Kind == "KafkaNodePool").Spec["replicas"]);
        Assert.Equal(("3", "2"), ((string?)config["default.replication.factor"], (string?)config["min.insync.replicas"]));
    }

    private static JsonNode Reference(ComponentFile component, string name) =>
        component.Metadata.Single(entry => (string?)entry["name"] == name)["secretKeyRef"]!;

    private static string[] Granted(string user, string type, string operation, IEnumerable<string> names)
    {
        var lists = Manifest.Find("KafkaUser", user).Spec["authorization"]!["acls"]!.AsArray()
            .Where(list => (string?)list!["resource"]!["type"] == type && list["operations"].Texts().Contains(operation)).Select(list => list!["resource"]!).ToArray();
        return [.. names.Where(name => lists.Any(resource => (string?)resource["patternType"] == "prefix"
            ? name.StartsWith((string)resource["name"]!, StringComparison.Ordinal)
            : name == (string?)resource["name"]))];
    }
}
