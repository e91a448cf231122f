using System.Text.RegularExpressions;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

public sealed class DockerfileTests
{
    public static TheoryData<string> Images => [.. Dockerfile.Stages.Keys.Except(["build", "runtime"])];

    [Fact]
    public void Every_service_has_an_image() =>
        Assert.Equal(ServiceSettings.All.Select(service => service.AppId).Append("stripe-simulator").Order(), Images.Select(row => row.Data).Order());

    [Theory]
    [MemberData(nameof(Images))]
    public void An_image_starts_what_it_has(string image)
    {
        var stage = Dockerfile.Stages[image];
        var project = Regex.Match(stage, @"COPY --from=build /out/(\w+) \.").Groups[1].Value;

        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"{project}.dll\"]", stage, StringComparison.Ordinal);
        var published = Regex.Match(Dockerfile.Stages["build"], "for project in ([^;]+);").Groups[1].Value.Split(' ');
        Assert.Contains(project, published.Select(Path.GetFileName));
        Assert.All(published, path => Assert.True(Directory.Exists(Repository.PathTo(path)), path));
        if (ServiceSettings.All.SingleOrDefault(service => service.AppId == image) is { } settings)
        {
            Assert.Equal(settings.Project, project);
            Assert.Contains($"CMD [\"dotnet\", \"{project}.dll\", \"health\"]", stage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_it_takes_when_nothing_is_given_is_what_is_pinned()
    {
        var defaults = Regex.Matches(Dockerfile.Text, @"^ARG ([A-Z_]+)=(\S+)$", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

        defaults.Remove("REVISION");
        Assert.NotEmpty(defaults);
        Assert.All(defaults, pair => Assert.Equal(ComposeFile.Images[pair.Key], pair.Value));
    }

    [Fact]
    public void What_runs_is_no_administrator() => Assert.Contains("\nUSER app\n", Dockerfile.Stages["runtime"], StringComparison.Ordinal);

    /// <summary>Sources only: a build must not take what an earlier one left on the machine.</summary>
    [Fact]
    public void No_built_or_local_file_comes_into_an_image() =>
        Assert.Empty(new[] { "artifacts", ".local", ".git", "**/bin", "**/obj" }.Except(File.ReadLines(Repository.PathTo(".dockerignore"))));
}
