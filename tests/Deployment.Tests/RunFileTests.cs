using System.Text.Json.Nodes;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

public sealed class RunFileTests
{
    private const int FirstEphemeralPort = 32_768;

    private static readonly string[] Ports = ["appPort", "daprHTTPPort", "daprGRPCPort", "daprInternalGRPCPort", "metricsPort", "profilePort"];

    public static TheoryData<string> Files => ["dapr.yaml", "dapr-redis.yaml"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_key_is_one_that_the_CLI_reads(string file)
    {
        var content = YamlFile.Read(file).AsObject();

        Assert.Empty(Keys(content).Except(KnownKeys.RunFile));
        Assert.Empty(Keys(content["common"]!).Except(KnownKeys.RunFileShared));
        Assert.All(Apps(content), app => Assert.Empty(Keys(app).Except([.. KnownKeys.RunFileShared, .. KnownKeys.RunFileApp])));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_app_has_all_its_ports_where_no_client_socket_takes_them(string file)
    {
        var apps = Apps(YamlFile.Read(file));
        var services = apps.Where(app => (string?)app["appID"] != "outbox-relay");

        Assert.All(services, app => Assert.All(Ports, name => Assert.NotNull(app[name])));
        var ports = apps.SelectMany(app => Ports.Select(name => (string?)app[name]).OfType<string>().Select(int.Parse)).ToArray();
        Assert.All(ports, port => Assert.InRange(port, 1024, FirstEphemeralPort - 1));
        Assert.Equal(ports.Distinct().Count(), ports.Length);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_path_leads_somewhere(string file)
    {
        var content = YamlFile.Read(file);

        Assert.All([.. content["common"]!["resourcesPaths"].Texts(), (string)content["common"]!["configFilePath"]!], path => Assert.True(Exists(path), path));
        Assert.All(Apps(content), app =>
        {
            var project = (string)app["appDirPath"]!;
            Assert.True(Exists(project), project);
            var name = Path.GetFileName(project);
            Assert.Equal(["dotnet", $"../../artifacts/bin/{name}/debug/{name}.dll"], app["command"].Texts());
        });
    }

    [Fact]
    public void Every_service_is_started()
    {
        string[] services = [AppIds.Gateway, AppIds.EventCore, AppIds.Booking, AppIds.Search, AppIds.Seats];

        Assert.Equal(services.Order(), Apps(YamlFile.Read("dapr.yaml")).Select(app => (string)app["appID"]!).Order());
    }

    [Fact]
    public void Without_Kafka_only_components_configuration_and_relay_differ()
    {
        var (kafka, redis) = (YamlFile.Read("dapr.yaml"), YamlFile.Read("dapr-redis.yaml"));

        var relay = Assert.Single(Apps(redis), app => (string?)app["appID"] == "outbox-relay");
        redis["apps"]!.AsArray().Remove(relay);
        Assert.Equal(["./components/redis"], redis["common"]!["resourcesPaths"].Texts());
        Assert.Equal("./components/redis/config.yaml", (string?)redis["common"]!["configFilePath"]);
        redis["common"]!["resourcesPaths"] = new JsonArray("./components/kafka");
        redis["common"]!["configFilePath"] = "./components/kafka/config.yaml";
        Assert.True(JsonNode.DeepEquals(kafka, redis));
    }

    [Fact]
    public void The_relay_reads_the_outboxes_that_Debezium_would()
    {
        var env = Apps(YamlFile.Read("dapr-redis.yaml")).Single(app => (string?)app["appID"] == "outbox-relay")["env"]!;

        Assert.All(Connector.All.Index(), connector =>
        {
            var prefix = $"Relay__Outboxes__{connector.Index}__";
            Assert.Contains($"Database={connector.Item["database.dbname"]};", (string)env[prefix + "ConnectionString"]!, StringComparison.Ordinal);
            Assert.Equal(connector.Item.Table, (string?)env[prefix + "Table"]);
            Assert.Equal(connector.Item.Topic, (string?)env[prefix + "Topic"]);
        });
        Assert.Null(env[$"Relay__Outboxes__{Connector.All.Count}__Table"]);
    }

    internal static IReadOnlyList<JsonNode> Apps(JsonNode runFile) => [.. runFile["apps"]!.AsArray().Select(app => app!)];

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(pair => pair.Key);

    private static bool Exists(string path) => Path.Exists(Repository.PathTo(path));
}
