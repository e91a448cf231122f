using k8s.Models;
using Xunit;

namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>Every pod that is not made by an operator.</summary>
public sealed class WorkloadTests
{
    private static IReadOnlyDictionary<string, V1PodTemplateSpec> Templates { get; } =
        Manifest.BaseOf<V1Deployment>("Deployment").Select(each => (each.Metadata.Name, each.Spec.Template))
            .Concat(Manifest.BaseOf<V1StatefulSet>("StatefulSet").Select(each => (each.Metadata.Name, each.Spec.Template)))
            .ToDictionary(pair => pair.Name, pair => pair.Template);

    public static TheoryData<string> Names => [.. Templates.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pod_has_no_rights_at_the_node_nor_at_the_API_server(string name)
    {
        var pod = Templates[name].Spec;

        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.True(pod.SecurityContext.RunAsUser > 0);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.All(Containers(pod), container =>
        {
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Capabilities.Add);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_container_says_what_it_needs_and_how_much_memory_it_may_take(string name) => Assert.All(
        Containers(Templates[name].Spec),
        container =>
        {
            Assert.True(container.Resources.Requests.ContainsKey("cpu"));
            Assert.True(container.Resources.Requests["memory"].ToDecimal() <= container.Resources.Limits["memory"].ToDecimal());
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_container_has_three_probes(string name) => Assert.All(
        Templates[name].Spec.Containers,
        container =>
        {
            Assert.NotNull(container.StartupProbe);
            Assert.NotNull(container.LivenessProbe);
            Assert.NotNull(container.ReadinessProbe);
            if (container.Name == "app")
            {
                Assert.Equal(
                    ("/health/live", "/health/live", "/health/ready"),
                    (container.StartupProbe.HttpGet.Path, container.LivenessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path));
            }
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_volume_that_is_mounted_is_there(string name)
    {
        var pod = Templates[name].Spec;
        var claims = Manifest.BaseOf<V1StatefulSet>("StatefulSet").Where(each => each.Metadata.Name == name)
            .SelectMany(each => each.Spec.VolumeClaimTemplates).Select(claim => claim.Metadata.Name);

        Assert.All(Containers(pod), container => Assert.Empty(container.VolumeMounts.Select(mount => mount.Name).Except(pod.Volumes.Select(volume => volume.Name)).Except(claims)));
        // ASP.NET keeps the bodies of large requests there.
        Assert.All(Containers(pod).Where(container => container.Name is "app" or "migrate"), container => Assert.Contains(container.VolumeMounts, mount => mount.MountPath == "/tmp"));
    }

    [Fact]
    public void Every_account_exists_and_gives_no_token()
    {
        var accounts = Manifest.BaseOf<V1ServiceAccount>("ServiceAccount");

        Assert.All(accounts, account => Assert.False(account.AutomountServiceAccountToken));
        Assert.All(
            Templates.Values.Select(template => template.Spec.ServiceAccountName).OfType<string>(),
            name => Assert.Contains(accounts, account => account.Metadata.Name == name));
    }

    private static IEnumerable<V1Container> Containers(V1PodSpec pod) => pod.Containers.Concat(pod.InitContainers ?? []);
}
