using k8s;
using k8s.Models;
using TicketBooking.ChildProcesses;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>What <c>kubectl apply -k</c> would send, rendered by kubectl.</summary>
public sealed class OverlayTests
{
    private static readonly string[] Services = [.. ServiceSettings.All.Select(service => service.AppId)];

    [Theory]
    [InlineData("dev")]
    [InlineData("production")]
    [InlineData("restore")]
    public async Task Every_resource_reads_strictly_and_is_in_the_namespace(string overlay)
    {
        var all = await RenderAsync(overlay);

        Assert.All(all.Where(manifest => manifest.IsOfKubernetes), manifest => Assert.Single(KubernetesYaml.LoadAllFromString(manifest.Text, strict: true)));
        Assert.All(all.Where(manifest => !manifest.IsOfKubernetes), manifest => Assert.Empty(ManifestTests.UnknownKeys(manifest)));
        Assert.All(all.Where(manifest => manifest.Kind != "Namespace"), manifest => Assert.Equal("tickets", (string?)manifest.Content["metadata"]!["namespace"]));
        Assert.Superset(
            Manifest.Base.Where(manifest => !manifest.Source.StartsWith("base/search", StringComparison.Ordinal)).Select(manifest => (manifest.Kind, manifest.Name)).ToHashSet(),
            all.Select(manifest => (manifest.Kind, manifest.Name)).ToHashSet());
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("production")]
    public async Task Every_pod_has_an_image_with_a_version_settings_that_there_are_and_known_variables(string overlay)
    {
        var all = await RenderAsync(overlay);
        var maps = all.Where(manifest => manifest.Kind == "ConfigMap").ToDictionary(manifest => manifest.Name, manifest => manifest.As<V1ConfigMap>());

        Assert.All(Deployments(all), deployment => Assert.All(deployment.Spec.Template.Spec.Containers, container =>
        {
            Assert.Matches("^[a-z/-]+:[0-9][0-9.]+$", container.Image);
            Assert.All(
                (container.Env ?? []).Select(variable => variable.ValueFrom?.ConfigMapKeyRef).OfType<V1ConfigMapKeySelector>(),
                reference => Assert.True(maps[reference.Name].Data.ContainsKey(reference.Key)));
            if (Services.Contains(deployment.Metadata.Name))
            {
                Assert.Empty(container.Env!.Select(variable => variable.Name).Where(name => !ServiceSettings.Of(deployment.Metadata.Name).Reads(name))
                    .Except(["DATABASE_USER", "DATABASE_PASSWORD"]));
            }
        }));
    }

    [Fact]
    public async Task Dev_is_one_of_everything()
    {
        var all = await RenderAsync("dev");

        Assert.All(Deployments(all), deployment => Assert.Equal(1, deployment.Spec.Replicas));
        Assert.Equal("1", (string?)all.Single(manifest => manifest.Kind == "KafkaNodePool").Spec["replicas"]);
        Assert.Equal("1", (string?)all.Single(manifest => manifest.Kind == "Cluster").Spec["instances"]);
        Assert.DoesNotContain(all, manifest => manifest.Kind is "HorizontalPodAutoscaler" or "PodDisruptionBudget" or "Elasticsearch");
    }

    [Fact]
    public async Task In_production_every_service_is_scaled_over_zones_and_protected_from_drains()
    {
        var all = await RenderAsync("production");
        var scalers = all.Where(manifest => manifest.Kind == "HorizontalPodAutoscaler").Select(manifest => manifest.As<V2HorizontalPodAutoscaler>()).ToArray();
        var budgets = all.Where(manifest => manifest.Kind == "PodDisruptionBudget").Select(manifest => manifest.As<V1PodDisruptionBudget>()).ToArray();
        var services = Deployments(all).Where(deployment => Services.Contains(deployment.Metadata.Name)).ToArray();

        Assert.Equal(Services.Order(), scalers.Select(scaler => scaler.Spec.ScaleTargetRef.Name).Order());
        Assert.Equal(Services.Order(), budgets.Select(budget => budget.Spec.Selector.MatchLabels["app.kubernetes.io/name"]).Order());
        Assert.All(scalers, scaler => Assert.True(scaler.Spec.MinReplicas >= 3));
        // A scaler and a number of replicas in the file would take turns.
        Assert.All(services, deployment => Assert.Null(deployment.Spec.Replicas));
        Assert.All(services, deployment => Assert.Equal("DoNotSchedule", deployment.Spec.Template.Spec.TopologySpreadConstraints[0].WhenUnsatisfiable));
        Assert.All(all.Where(manifest => manifest.Kind == "KafkaTopic"), topic => Assert.Equal("3", (string?)topic.Spec["replicas"]));
    }

    [Fact]
    public async Task In_production_no_service_has_more_instances_than_a_topic_that_it_hears_has_partitions()
    {
        var all = await RenderAsync("production");
        int Most(string app) => all.Single(manifest => manifest.Kind == "HorizontalPodAutoscaler" && manifest.Name == app).As<V2HorizontalPodAutoscaler>().Spec.MaxReplicas;
        int Partitions(string topic) => int.Parse((string)all.Single(
            manifest => manifest.Kind == "KafkaTopic" && (string?)manifest.Spec["topicName"] == topic).Spec["partitions"]!);

        Assert.True(Most(AppIds.EventCore) <= Partitions(Topics.SeatOutbox));
        Assert.True(Most(AppIds.Seats) <= Partitions(Topics.EventOutbox));
        Assert.True(Most(AppIds.Search) <= Partitions(Topics.SeatOutbox));
        Assert.True(Most(AppIds.Seats) <= Partitions(Topics.BookingOutbox));
    }

    [Fact]
    public async Task In_production_searches_are_Elasticsearch_s()
    {
        var all = await RenderAsync("production");
        var app = Deployments(all).Single(deployment => deployment.Metadata.Name == AppIds.Search).Spec.Template.Spec.Containers.Single();
        string? Value(string name) => app.Env.Single(variable => variable.Name == name).Value;

        Assert.Equal(("elasticsearch", "https://elasticsearch-es-http:9200"), (Value("Search__Engine"), Value("Search__Elasticsearch__Uri")));
        Assert.Contains(app.VolumeMounts, mount => mount.MountPath == Path.GetDirectoryName(Value("SSL_CERT_FILE")));
        Assert.Contains(app.Env, variable => variable.Name == "ConnectionStrings__Database");
    }

    [Fact]
    public async Task Restore_is_production_with_a_PostgreSQL_that_begins_in_the_archive_and_writes_another()
    {
        var all = await RenderAsync("restore");
        var cluster = all.Single(manifest => manifest.Kind == "Cluster").Spec;
        var archive = Assert.Single(cluster["externalClusters"]!.AsArray())!;

        Assert.Null(cluster["bootstrap"]!["initdb"]);
        Assert.Equal((string?)archive["name"], (string?)cluster["bootstrap"]!["recovery"]!["source"]);
        Assert.Equal("postgres", (string?)archive["plugin"]!["parameters"]!["serverName"]);
        Assert.NotEqual("postgres", (string?)cluster["plugins"]!.AsArray().Single()!["parameters"]!["serverName"]);
        Assert.Equal("3", (string?)cluster["instances"]);
        Assert.Equal((await RenderAsync("production")).Select(manifest => (manifest.Kind, manifest.Name)), all.Select(manifest => (manifest.Kind, manifest.Name)));
    }

    private static IEnumerable<V1Deployment> Deployments(IEnumerable<Manifest> all) =>
        all.Where(manifest => manifest.Kind == "Deployment").Select(manifest => manifest.As<V1Deployment>());

    private static async Task<IReadOnlyList<Manifest>> RenderAsync(string overlay)
    {
        var kubectl = InstalledProgram.Find("kubectl");
        Assert.SkipWhen(kubectl is null, "kubectl is not installed.");
        var (exitCode, output) = await ServiceProcess.RunAsync(new ChildCommand(kubectl!, "kustomize", Repository.PathTo($"deploy/k8s/overlays/{overlay}")));
        Assert.True(exitCode == 0, output);
        return Manifest.Split(overlay, output);
    }
}
