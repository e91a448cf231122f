using System.Text.RegularExpressions;
using k8s.Models;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests.Kubernetes;

public sealed partial class PostgresResourceTests
{
    /// <summary>Those that keep a pool for searches beside their own, with its size: <c>SearchDatabase.MostConnections</c>.</summary>
    private static readonly Dictionary<string, int> SecondPools = new() { [AppIds.Search] = 20 };

    private static readonly string Script = File.ReadAllText(Repository.PathTo("deploy/postgres/databases.sql"));

    private static readonly Manifest Cluster = Manifest.Find("Cluster", "postgres");

    private static readonly Manifest Pooler = Manifest.Find("Pooler", "postgres-pooler");

    private static readonly Dictionary<string, int> MostInstances = Manifest.Production
        .Where(manifest => manifest.Kind == "HorizontalPodAutoscaler")
        .ToDictionary(manifest => manifest.Name, manifest => manifest.As<V2HorizontalPodAutoscaler>().Spec.MaxReplicas);

    private static readonly int Poolers = int.Parse((string)Manifest.Production.Single(manifest => manifest.Kind == "Pooler").Spec["instances"]!);

    private static IReadOnlyDictionary<string, string> Owners { get; } = Manifest.Base.Where(manifest => manifest.Kind == "Database")
        .Select(manifest => manifest.Spec).Append(Cluster.Spec["bootstrap"]!["initdb"]!)
        .ToDictionary(spec => (string)(spec["name"] ?? spec["database"])!, spec => (string)spec["owner"]!);

    [Fact]
    public void Databases_owners_and_roles_are_those_of_the_script()
    {
        var databases = DatabaseLine().Matches(Script).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var roles = RoleLine().Matches(Script).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Success);

        Assert.NotEmpty(databases);
        Assert.Equal(databases.OrderBy(pair => pair.Key), Owners.OrderBy(pair => pair.Key));
        var here = Cluster.Spec["managed"]!["roles"]!.AsArray().ToDictionary(role => (string)role!["name"]!, role => (string?)role!["replication"] == "true");
        here[(string)Cluster.Spec["bootstrap"]!["initdb"]!["owner"]!] = false;
        Assert.Equal(roles.OrderBy(pair => pair.Key), here.OrderBy(pair => pair.Key));
        Assert.All(
            Manifest.Base.Where(manifest => manifest.Kind == "Database").Select(manifest => manifest.Spec).Append(Cluster.Spec["bootstrap"]!["initdb"]!),
            spec => Assert.Equal(("UTF8", "C", "C.UTF-8"), ((string?)spec["encoding"], (string?)spec["localeCollate"], (string?)spec["localeCType"])));
    }

    [Fact]
    public void A_database_lets_in_its_owner_and_Debezium_where_an_outbox_is_and_nothing_without_TLS()
    {
        var rules = Cluster.Spec["postgresql"]!["pg_hba"].Texts();
        var outboxes = string.Join(',', Connector.All.Select(connector => connector["database.dbname"]));

        Assert.Equal(
            Owners.Select(pair => $"hostssl {pair.Key} {pair.Value} all scram-sha-256").Append($"hostssl {outboxes} debezium all scram-sha-256")
                .Append($"hostssl {outboxes} streaming_replica all cert").Order(),
            rules.SkipLast(1).Order());
        Assert.Equal("host all all all reject", rules[^1]);
    }

    [Fact]
    public void A_service_connects_to_its_own_database_with_a_certificate_that_it_checks() => Assert.All(
        Connections(),
        pair =>
        {
            var database = pair.Connection.Database!;
            Assert.Equal(pair.AppId.Replace('-', '_'), database);
            Assert.Contains(database, Owners.Keys);
            Assert.Equal(SslMode.VerifyCA, pair.Connection.SslMode);
            Assert.Contains(
                ServiceDeploymentTests.App(pair.AppId).VolumeMounts,
                mount => Path.GetDirectoryName(pair.Connection.RootCertificate) == mount.MountPath && mount.Name == "postgres-ca");
        });

    /// <summary>CloudNativePG always has "options" among PgBouncer's ignore_startup_parameters, and the searches set their plans by it.</summary>
    [Fact]
    public void A_service_that_connects_with_options_goes_past_PgBouncer_and_the_others_do_not()
    {
        Assert.All(Connections(), pair => Assert.Equal(SecondPools.ContainsKey(pair.AppId) ? "postgres-rw" : "postgres-pooler", pair.Connection.Host));
        Assert.Contains(
            "Options = $\"{Planning}", File.ReadAllText(Repository.PathTo("services/Search/Engines/Postgres/SearchDatabase.cs")), StringComparison.Ordinal);
        Assert.Contains(
            $"MostConnections = {SecondPools[AppIds.Search]};", File.ReadAllText(Repository.PathTo("services/Search/Engines/Postgres/SearchDatabase.cs")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void PgBouncer_gives_a_session_to_a_client_because_advisory_locks_need_one() => Assert.Equal("session", (string?)Pooler.Spec["pgbouncer"]!["poolMode"]);

    [Fact]
    public void A_client_of_PgBouncer_is_refused_before_its_service_gives_up()
    {
        var wait = int.Parse((string)Pooler.Spec["pgbouncer"]!["parameters"]!["query_wait_timeout"]!);

        Assert.All(Connections().Where(pair => pair.Connection.Host == Pooler.Name), pair => Assert.True(wait < pair.Connection.Timeout));
    }

    /// <summary>An idle connection of a pool keeps its session, so pools that are too large together would shut an instance out.</summary>
    [Fact]
    public void At_its_largest_the_pools_of_a_service_fit_into_the_sessions_of_PgBouncer()
    {
        var sessions = Poolers * int.Parse((string)Pooler.Spec["pgbouncer"]!["parameters"]!["default_pool_size"]!);

        Assert.All(
            Connections().Where(pair => pair.Connection.Host == Pooler.Name),
            pair => Assert.InRange(MostInstances[pair.AppId] * pair.Connection.MaxPoolSize, 1, sessions));
    }

    [Fact]
    public void At_its_largest_the_system_has_fewer_connections_than_the_server_allows()
    {
        const int ForOperatorsAndReplication = 40;
        var most = MostInstances;
        var poolers = Poolers;
        var parameters = Pooler.Spec["pgbouncer"]!["parameters"]!;

        var pooled = Connections().Count(pair => pair.Connection.Host == Pooler.Name) * poolers * int.Parse((string)parameters["default_pool_size"]!);
        var direct = Connections().Where(pair => pair.Connection.Host != Pooler.Name)
            .Sum(pair => most[pair.AppId] * (pair.Connection.MaxPoolSize + SecondPools.GetValueOrDefault(pair.AppId)));
        var workflows = most[AppIds.Booking] * int.Parse(
            new ComponentFile("k8s", "", Manifest.Find("Component", "statestore").Content).Value("maxConns")!);
        var sum = pooled + direct + workflows + Connector.All.Count + ForOperatorsAndReplication;
        var allowed = int.Parse((string)Cluster.Spec["postgresql"]!["parameters"]!["max_connections"]!);
        Assert.InRange(sum, 1, allowed);
        Assert.Contains($"| together, of `max_connections` {allowed} | {sum} |", DeployReadmeTests.Text, StringComparison.Ordinal);

        var clients = Connections().Where(pair => pair.Connection.Host == Pooler.Name).Sum(pair => most[pair.AppId] * pair.Connection.MaxPoolSize);
        Assert.InRange(clients, 1, poolers * int.Parse((string)parameters["max_client_conn"]!));
    }

    [Fact]
    public void In_production_a_commit_is_on_two_servers_and_every_night_there_is_a_backup()
    {
        var cluster = Manifest.Production.Single(manifest => manifest.Kind == "Cluster").Spec;
        var synchronous = cluster["postgresql"]!["synchronous"]!;

        Assert.Equal(("3", "any", "1", "required"), (
            (string?)cluster["instances"], (string?)synchronous["method"], (string?)synchronous["number"], (string?)synchronous["dataDurability"]));
        var store = Manifest.Production.Single(manifest => manifest.Kind == "ObjectStore").Name;
        var plugin = cluster["plugins"]!.AsArray().Single()!;
        var backup = Manifest.Production.Single(manifest => manifest.Kind == "ScheduledBackup").Spec;
        Assert.Equal((store, "true"), ((string?)plugin["parameters"]!["barmanObjectName"], (string?)plugin["isWALArchiver"]));
        Assert.Equal((Cluster.Name, (string?)plugin["name"]), ((string?)backup["cluster"]!["name"], (string?)backup["pluginConfiguration"]!["name"]));
    }

    [Fact]
    public void The_sidecar_of_the_workflows_checks_the_server_too()
    {
        var store = new ComponentFile("k8s", "", Manifest.Find("Component", "statestore").Content);
        var mount = ServiceDeploymentTests.Template(AppIds.Booking).Metadata.Annotations["dapr.io/volume-mounts"].Split(':');

        Assert.Equal(("sslmode=verify-ca", "postgres-rw"), (store.Value("connectionString"), store.Value("host")));
        Assert.Equal((string?)Cluster.Spec["bootstrap"]!["initdb"]!["database"], store.Value("database"));
        Assert.Equal(store.Value("sslRootCert"), $"{mount[1]}/ca.crt");
        Assert.Contains(ServiceDeploymentTests.Template(AppIds.Booking).Spec.Volumes, volume => volume.Name == mount[0]);
    }

    private static IEnumerable<(string AppId, NpgsqlConnectionStringBuilder Connection)> Connections() =>
        ServiceSettings.All.Select(service => (service.AppId, Text: ServiceDeploymentTests.Connection(ServiceDeploymentTests.App(service.AppId))))
            .Where(pair => pair.Text is not null)
            .Select(pair => (pair.AppId, new NpgsqlConnectionStringBuilder(Databases.Settings(pair.Text!, pair.AppId))));

    [GeneratedRegex(@"^CREATE DATABASE (\w+) OWNER (\w+) TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C\.UTF-8';", RegexOptions.Multiline)]
    private static partial Regex DatabaseLine();

    [GeneratedRegex(@"^CREATE ROLE (\w+) LOGIN( REPLICATION)? PASSWORD", RegexOptions.Multiline)]
    private static partial Regex RoleLine();
}
