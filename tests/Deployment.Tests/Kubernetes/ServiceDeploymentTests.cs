using System.Text.RegularExpressions;
using k8s.Models;
using TicketBooking.Contracts;
using Xunit;

namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>The five services: one Deployment each, with a sidecar.</summary>
public sealed partial class ServiceDeploymentTests
{
    private static readonly string[] WithDatabase = [AppIds.EventCore, AppIds.Seats, AppIds.Booking, AppIds.Search];

    public static TheoryData<string> Services => [.. ServiceSettings.All.Select(service => service.AppId)];

    private static IReadOnlyList<V1Deployment> Deployments { get; } =
        [.. Manifest.BaseOf<V1Deployment>("Deployment").Where(deployment => ServiceSettings.All.Any(service => service.AppId == deployment.Metadata.Name))];

    [Fact]
    public void Every_service_is_deployed_once() =>
        Assert.Equal(ServiceSettings.All.Select(service => service.AppId).Order(), Deployments.Select(deployment => deployment.Metadata.Name).Order());

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_variable_is_one_that_the_service_reads_and_none_that_it_needs_is_missing(string appId)
    {
        var app = App(appId);

        var parts = app.Env.Where(variable => variable.Value is not null).SelectMany(variable => Reference().Matches(variable.Value)).Select(match => match.Groups[1].Value);
        var names = app.Env.Select(variable => variable.Name).ToArray();
        Assert.Empty(names.Where(name => !ServiceSettings.Of(appId).Reads(name)).Except(parts));
        Assert.Empty(ServiceSettings.Of(appId).Required.Except(names));
        Assert.Equal(names.Distinct().Count(), names.Length);
        // Kubernetes fills in only what stands above.
        Assert.All(parts, part => Assert.True(Array.IndexOf(names, part) is >= 0 and var at && at < Array.IndexOf(names, "ConnectionStrings__Database")));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_annotation_is_one_that_the_injector_reads(string appId) =>
        Assert.Empty(Template(appId).Metadata.Annotations.Keys.Except(SidecarAnnotations.Known));

    [Theory]
    [MemberData(nameof(Services))]
    public void The_sidecar_is_the_service_s_own(string appId)
    {
        var annotations = Template(appId).Metadata.Annotations;
        var app = App(appId);

        Assert.Equal(appId, annotations["dapr.io/app-id"]);
        Assert.Equal(appId, app.Env.Single(variable => variable.Name == "APP_ID").Value);
        Assert.Equal("true", annotations["dapr.io/enabled"]);
        Assert.Equal(Manifest.Base.Single(manifest => manifest.Kind == "Configuration").Name, annotations["dapr.io/config"]);
        Assert.Equal(annotations["dapr.io/app-port"], app.Env.Single(variable => variable.Name == "ASPNETCORE_HTTP_PORTS").Value);
        Assert.Equal(annotations["dapr.io/app-port"], $"{app.Ports.Single().ContainerPort}");
        Assert.Equal(YamlFile.Read("dapr.yaml")["common"]!["readBufferSize"]!.ToString(), annotations["dapr.io/read-buffer-size"]);
        Assert.Equal(annotations["dapr.io/app-token-secret"], Secret(app, "APP_API_TOKEN", "token"));
        Assert.Equal(annotations["dapr.io/api-token-secret"], Secret(app, "DAPR_API_TOKEN", "token"));
        Assert.StartsWith(appId, annotations["dapr.io/app-token-secret"], StringComparison.Ordinal);
        Assert.StartsWith(appId, annotations["dapr.io/api-token-secret"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void The_sidecar_outlives_the_app_and_the_pod_waits_for_both(string appId)
    {
        const int Host = 30;
        var (template, app) = (Template(appId), App(appId));
        var block = (int)TimeSpan.Parse($"0:0:{template.Metadata.Annotations["dapr.io/block-shutdown-duration"].TrimEnd('s')}").TotalSeconds;
        var graceful = int.Parse(template.Metadata.Annotations["dapr.io/graceful-shutdown-seconds"]);

        Assert.True(block > app.Lifecycle.PreStop.Sleep.Seconds + Host);
        Assert.True(template.Spec.TerminationGracePeriodSeconds > block + graceful);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_with_a_database_migrates_before_it_starts(string appId)
    {
        var (template, app) = (Template(appId), App(appId));

        Assert.Equal(WithDatabase.Contains(appId), template.Spec.InitContainers?.Count == 1);
        if (template.Spec.InitContainers?.Single() is { } migration)
        {
            Assert.Equal(["migrate"], migration.Args);
            Assert.Equal(app.Image, migration.Image);
            Assert.Equal(Connection(app), Connection(migration));
            Assert.Equal($"{appId}-database", Secret(app, "DATABASE_PASSWORD", "password"));
            Assert.Equal($"{appId}-database", Secret(app, "DATABASE_USER", "username"));
        }
    }

    /// <summary>The five files repeat each other. This is what keeps them the same.</summary>
    [Fact]
    public void But_for_names_settings_and_sizes_all_services_are_deployed_alike()
    {
        var shapes = Deployments.Select(deployment =>
        {
            var (template, app) = (Template(deployment.Metadata.Name), App(deployment.Metadata.Name));
            var text = Manifest.Find("Deployment", deployment.Metadata.Name).Text;
            return (
                string.Join('|', template.Metadata.Annotations.Where(pair => !IsOwn(pair.Key)).Select(pair => $"{pair.Key}={pair.Value}").Order()),
                string.Join('|', template.Metadata.Labels.Keys.Order()),
                Block(text, "spec:\n      serviceAccountName:", "topologySpreadConstraints").Replace(deployment.Metadata.Name, "APP", StringComparison.Ordinal),
                Block(text, "          startupProbe:", "          resources:"),
                Block(text, "  strategy:", "  template:"),
                app.Name, template.Spec.TopologySpreadConstraints.Count, string.Join('|', template.Spec.TopologySpreadConstraints.Select(each => each.TopologyKey)));
        });

        Assert.Single(shapes.Distinct());
    }

    internal static V1PodTemplateSpec Template(string appId) => Deployments.Single(deployment => deployment.Metadata.Name == appId).Spec.Template;

    internal static V1Container App(string appId) => Template(appId).Spec.Containers.Single();

    internal static string? Connection(V1Container container) =>
        container.Env.SingleOrDefault(variable => variable.Name == "ConnectionStrings__Database")?.Value;

    private static bool IsOwn(string annotation) =>
        annotation is "dapr.io/app-id" or "dapr.io/api-token-secret" or "dapr.io/app-token-secret" or "dapr.io/volume-mounts"
        || annotation.StartsWith("dapr.io/sidecar-cpu", StringComparison.Ordinal) || annotation.StartsWith("dapr.io/sidecar-memory", StringComparison.Ordinal);

    private static string? Secret(V1Container container, string variable, string key)
    {
        var reference = container.Env.Single(each => each.Name == variable).ValueFrom.SecretKeyRef;
        Assert.Equal(key, reference.Key);
        return reference.Name;
    }

    private static string Block(string text, string from, string to)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal);
        var end = text.IndexOf(to, start, StringComparison.Ordinal);
        return text[start..end];
    }

    [GeneratedRegex(@"\$\(([A-Z_]+)\)")]
    private static partial Regex Reference();
}
