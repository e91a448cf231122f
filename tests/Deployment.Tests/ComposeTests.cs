using System.Text.Json.Nodes;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

/// <summary>compose.yaml and what it includes.</summary>
public sealed class ComposeTests
{
    private static readonly string[] Apps = [.. ServiceSettings.All.Select(service => service.AppId)];

    public static TheoryData<string> AppIds => [.. Apps];

    public static TheoryData<string> Services => [.. ComposeFile.Written.Keys];

    [Fact]
    public void Every_key_is_one_that_compose_reads()
    {
        Assert.Empty(Keys(YamlFile.Read("compose.yaml")).Except(KnownKeys.ComposeFile));
        Assert.All(YamlFile.Read("compose.yaml")["include"]!.AsArray(), file => Assert.Empty(Keys(file!).Except(KnownKeys.ComposeInclude)));
        Assert.All(ComposeFile.Paths, path => Assert.Empty(
            Keys(YamlFile.Read(path)).Where(key => !key.StartsWith("x-", StringComparison.Ordinal)).Except(KnownKeys.ComposeFile)));
        Assert.All(ComposeFile.Written, service =>
        {
            Assert.Empty(Keys(service.Value).Except(KnownKeys.ComposeService));
            Assert.Empty(Keys(service.Value["build"]).Except(KnownKeys.ComposeBuild));
            Assert.Empty(Keys(service.Value["healthcheck"]).Except(KnownKeys.ComposeHealthCheck));
        });
    }

    [Fact]
    public void Every_variable_has_a_value_and_every_value_a_use()
    {
        string[] used = [.. ComposeFile.Paths.SelectMany(path => ComposeFile.Variables(File.ReadAllText(Repository.PathTo(path)))).Distinct()];

        Assert.Empty(used.Except([.. ComposeFile.Images.Keys, .. ComposeFile.Development.Keys]));
        Assert.Empty(ComposeFile.Development.Keys.Except(used));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void An_image_is_pinned_in_one_place(string service)
    {
        var image = (string?)ComposeFile.Written[service]["image"];

        Assert.True(
            image == $"ticket-booking/{service}:${{TICKETS_VERSION}}"
            || ComposeFile.Images.Keys.Any(name => name.EndsWith("_IMAGE", StringComparison.Ordinal) && image == $"${{{name}}}"),
            image);
    }

    [Theory]
    [MemberData(nameof(AppIds))]
    public void A_service_reads_every_variable_that_it_gets_and_gets_each_that_it_needs(string appId)
    {
        var environment = ComposeFile.Environment(ComposeFile.Filled[appId]);
        var settings = ServiceSettings.Of(appId);

        Assert.All(environment.Keys, name => Assert.True(settings.Reads(name), name));
        Assert.All(settings.Required, name => Assert.NotEmpty(environment.GetValueOrDefault(name) ?? ""));
        Assert.Equal(appId, environment["APP_ID"]);
    }

    [Theory]
    [MemberData(nameof(AppIds))]
    public void A_service_and_its_sidecar_find_each_other(string appId)
    {
        var (service, sidecar) = (ComposeFile.Filled[appId], ComposeFile.Filled[appId + "-dapr"]);
        var flags = Daprd.Flags([.. sidecar["entrypoint"].Texts(), .. sidecar["command"].Texts()]);
        var environment = ComposeFile.Environment(service);

        Assert.Equal(appId, flags["app-id"]);
        Assert.Equal(appId, flags["app-channel-address"]);
        Assert.Equal(Dockerfile.Port, flags["app-port"]);
        Assert.Equal($"http://{appId}-dapr:{flags["dapr-http-port"]}", environment["DAPR_HTTP_ENDPOINT"]);
        Assert.Equal($"http://{appId}-dapr:{flags["dapr-grpc-port"]}", environment["DAPR_GRPC_ENDPOINT"]);
        Assert.All<string>(["APP_API_TOKEN", "DAPR_API_TOKEN"], token => Assert.Equal(environment[token], ComposeFile.Environment(sidecar)[token]));
        Assert.NotEmpty(service["networks"].Texts().Intersect(sidecar["networks"].Texts()));
        Assert.Empty(flags.Keys.Except(Daprd.KnownFlags));
        Assert.All<string>(
            [flags["placement-host-address"], flags["scheduler-host-address"]],
            address => Assert.Contains(address.Split(':')[0], ComposeFile.Filled.Keys));
    }

    [Fact]
    public void A_sidecar_finds_the_others_by_the_names_of_their_containers()
    {
        var resolver = YamlFile.Read("deploy/compose/config.yaml")["spec"]!["nameResolution"]!;
        var ports = Apps.Select(app => Daprd.Flags(ComposeFile.Filled[app + "-dapr"]["entrypoint"].Texts())["dapr-internal-grpc-port"]).Distinct();

        Assert.Equal("nameformat", (string?)resolver["component"]);
        Assert.Equal($"{{appid}}-dapr:{Assert.Single(ports)}", (string?)resolver["configuration"]!["format"]);
    }

    [Fact]
    public void A_sidecar_reads_the_Kafka_set_with_the_addresses_of_containers()
    {
        var replaced = new Dictionary<string, string> { ["localhost:9092"] = "kafka:29092", ["localhost:6379"] = "redis:6379" };
        var mounted = ComposeFile.Filled["booking-dapr"]["volumes"].Texts()
            .Where(volume => volume.StartsWith("../../components/kafka/", StringComparison.Ordinal))
            .Select(volume => Path.GetFileName(volume.Split(':')[0]));
        var own = Directory.EnumerateFiles(Repository.PathTo("deploy/compose/components")).Select(path => Path.GetFileName(path)!).ToArray();

        Assert.All(own, file => Assert.Equal(
            replaced.Aggregate(YamlFile.Read($"components/kafka/{file}").ToJsonString(), (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal)),
            YamlFile.Read($"deploy/compose/components/{file}").ToJsonString()));
        Assert.Equal(
            Directory.EnumerateFiles(Repository.PathTo("components/kafka")).Select(Path.GetFileName).Order(),
            own.Concat(mounted).Append("config.yaml").Order());
        var config = YamlFile.Read("deploy/compose/config.yaml");
        config["spec"]!.AsObject().Remove("nameResolution");
        Assert.True(JsonNode.DeepEquals(YamlFile.Read("components/kafka/config.yaml"), config));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void What_is_waited_for_can_come_true(string service) =>
        Assert.All(ComposeFile.Filled[service]["depends_on"]?.AsObject() ?? [], dependency =>
        {
            var other = ComposeFile.Filled[dependency.Key];
            Assert.True((string?)dependency.Value!["condition"] switch
            {
                "service_started" => true,
                "service_healthy" => other["healthcheck"] is not null || Dockerfile.ChecksHealth((string?)other["build"]?["target"]),
                "service_completed_successfully" => (string?)other["restart"] == "on-failure",
                _ => false,
            });
            Assert.True(other["profiles"] is null || service == "kibana" || ComposeFile.Filled[service]["profiles"] is not null);
        });

    [Theory]
    [MemberData(nameof(Services))]
    public void What_is_mounted_from_the_repository_is_there_and_no_container_changes_it(string service) =>
        Assert.All(ComposeFile.Filled[service]["volumes"].Texts().Where(volume => volume[0] == '.'), volume =>
        {
            Assert.EndsWith(":ro", volume, StringComparison.Ordinal);
            Assert.True(Path.Exists(Repository.PathTo(Path.Combine("deploy/compose", volume.Split(':')[0]))), volume);
        });

    [Fact]
    public void Only_nginx_is_open_to_other_machines()
    {
        var open = ComposeFile.Filled.Where(service => service.Value["ports"].Texts().Any(port => !port.StartsWith("127.0.0.1:", StringComparison.Ordinal)));

        Assert.Equal(["nginx"], open.Select(service => service.Key));
        Assert.All(ComposeFile.Filled, service => Assert.NotEqual("host", (string?)service.Value["network_mode"]));
    }

    [Theory]
    [MemberData(nameof(AppIds))]
    public void A_container_of_ours_is_built_by_its_stage_and_may_do_nothing_more_than_it_needs(string appId)
    {
        var service = ComposeFile.Filled[appId];

        Assert.Equal(appId, (string?)service["build"]!["target"]);
        Assert.Contains(appId, Dockerfile.Stages.Keys);
        Assert.True(Dockerfile.ChecksHealth(appId));
        Assert.Equal("true", (string?)service["read_only"]);
        Assert.Equal(["ALL"], service["cap_drop"].Texts());
    }

    [Fact]
    public void Every_role_has_its_own_database_and_its_own_password()
    {
        var script = File.ReadAllText(Repository.PathTo("deploy/compose/postgres/databases.sh"));
        foreach (var service in ServiceSettings.All.Where(service => service.Required.Contains("ConnectionStrings__Database")))
        {
            var role = service.AppId.Replace('-', '_');
            var settings = ComposeFile.Environment(ComposeFile.Written[service.AppId])["ConnectionStrings__Database"];

            Assert.Equal($"Host=postgres;Port=5432;Database={role};Username={role};Password=${{{role.ToUpperInvariant()}_PASSWORD}}", settings);
            Assert.Contains($"\"{role}=${role.ToUpperInvariant()}_PASSWORD\"", script, StringComparison.Ordinal);
        }

        Assert.Empty(System.Text.RegularExpressions.Regex.Matches(script, @"\$([A-Z_]+_PASSWORD)").Select(match => match.Groups[1].Value)
            .Except(ComposeFile.Environment(ComposeFile.Written["postgres"]).Keys));
    }

    private static IEnumerable<string> Keys(JsonNode? node) => node?.AsObject().Select(pair => pair.Key) ?? [];
}
