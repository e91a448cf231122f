using System.Text.RegularExpressions;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

/// <summary>.github: what it names is in the repository.</summary>
public sealed class WorkflowTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Repository.PathTo(".github/workflows")).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_path_and_overlay_is_there(string file)
    {
        var text = File.ReadAllText(Repository.PathTo($".github/workflows/{file}"));
        var paths = Regex.Matches(text, @"(?<![\w/.-])(?:\.ci|deploy|tests|services)/[\w./-]+|TicketBooking\.sln").Select(match => match.Value.TrimEnd('/', '.'));
        var overlays = YamlFile.Read($".github/workflows/{file}")["jobs"]!["manifests"]?["strategy"]!["matrix"]!["overlay"].Texts() ?? [];

        Assert.All(paths.Where(path => path != "deploy/k8s/overlays"), path => Assert.True(Path.Exists(Repository.PathTo(path)), path));
        Assert.All(overlays, overlay => Assert.True(Path.Exists(Repository.PathTo($"deploy/k8s/overlays/{overlay}/kustomization.yaml")), overlay));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_action_has_a_version_and_every_job_ends(string file)
    {
        var jobs = YamlFile.Read($".github/workflows/{file}")["jobs"]!.AsObject();

        Assert.All(jobs, job => Assert.NotNull(job.Value!["timeout-minutes"]));
        Assert.All(
            jobs.SelectMany(job => job.Value!["steps"]!.AsArray()).Select(step => (string?)step!["uses"]).OfType<string>(),
            action => Assert.Matches("^[a-z-]+/[a-z-]+@v[0-9]+$", action));
    }

    [Fact]
    public void Every_service_becomes_an_image() => Assert.Equal(
        ServiceSettings.All.Select(service => service.AppId).Order(),
        YamlFile.Read(".github/workflows/images.yml")["jobs"]!["image"]!["strategy"]!["matrix"]!["service"].Texts().Order());
}
