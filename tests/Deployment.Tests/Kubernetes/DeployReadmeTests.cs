using System.Text.RegularExpressions;
using TicketBooking.ChildProcesses;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary><c>deploy/README.md</c>: each block of commands says how it was checked, and this does what it says.</summary>
public sealed partial class DeployReadmeTests
{
    private const string Run = "# run by a test", NotRun = "# not run here";

    internal static readonly string Text = File.ReadAllText(Repository.PathTo("deploy/README.md"));

    private static readonly string[] Blocks = [.. Block().Matches(Text).Select(match => match.Groups[1].Value)];

    public static TheoryData<string, string> ServiceCommands =>
        [.. ServiceCommand().Matches(Text).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct()];

    [Fact]
    public void Every_block_says_how_it_was_checked() => Assert.All(Blocks, block => Assert.Contains(block.Split('\n')[0], new[] { Run, NotRun }));

    [Fact]
    public async Task The_commands_that_a_test_runs_succeed()
    {
        Assert.SkipWhen(InstalledProgram.Find("kubectl") is null, "kubectl is not installed.");
        var blocks = Blocks.Where(block => block.StartsWith(Run, StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            var (exitCode, output) = await ServiceProcess.RunAsync(
                new ChildCommand("bash", "-euo", "pipefail", "-c", block) { WorkingDirectory = Repository.PathTo(".") });
            Assert.True(exitCode == 0, output);
        }
    }

    [Fact]
    public async Task The_other_commands_are_words_that_the_shell_understands()
    {
        foreach (var block in Blocks)
        {
            var (exitCode, output) = await ServiceProcess.RunAsync(new ChildCommand("bash", "-n", "-c", block));
            Assert.True(exitCode == 0, output);
        }
    }

    [Theory]
    [MemberData(nameof(ServiceCommands))]
    public async Task A_service_has_the_command(string project, string command)
    {
        var service = ServiceSettings.All.Single(each => each.Project == project);
        var start = ServiceProcess.CommandOf(project, [], command, "--help") with
        {
            Environment = ServiceSettingsTests.Samples.Where(sample => service.Reads(sample.Key)).ToDictionary(sample => sample.Key, string? (sample) => sample.Value),
        };

        var (exitCode, output) = await ServiceProcess.RunAsync(start);
        Assert.True(exitCode == 0, output);
        Assert.Contains(command, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_stand_in_the_list_only_and_every_operator_is_installed()
    {
        var named = Variable().Matches(Text).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Empty(named.Except(PinnedVersions.All.Keys));
        Assert.Empty(PinnedVersions.All.Keys.Where(key => key.EndsWith("_VERSION", StringComparison.Ordinal)).Except(named));
        Assert.All(
            PinnedVersions.All.Where(pair => pair.Key.EndsWith("_VERSION", StringComparison.Ordinal)),
            pair => Assert.DoesNotContain(pair.Value, Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_link_and_every_file_of_a_command_is_there()
    {
        var links = Link().Matches(Text).Select(match => Path.Combine("deploy", match.Groups[1].Value));
        // The settings of the collector are of another folder, which has its own tests.
        var files = FileOfCommand().Matches(Text).Select(match => match.Value).Where(path => path != "deploy/observability/otel-collector.yaml");

        Assert.All(links.Concat(files), path => Assert.True(Path.Exists(Repository.PathTo(path)), path));
    }

    [Fact]
    public void The_table_of_instances_is_that_of_the_scalers() => Assert.All(
        Manifest.Production.Where(manifest => manifest.Kind == "HorizontalPodAutoscaler"),
        manifest => Assert.Contains($"| {manifest.Name} | {manifest.Spec["minReplicas"]}–{manifest.Spec["maxReplicas"]} |", Text, StringComparison.Ordinal));

    [GeneratedRegex(@"^```bash\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"dotnet (\w+)\.dll ([a-z-]+)")]
    private static partial Regex ServiceCommand();

    [GeneratedRegex(@"\$\{?([A-Z_]+_(?:VERSION|IMAGE))\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\]\(([^)#:\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"deploy/[a-z0-9/-]+\.(?:yaml|sh|env)")]
    private static partial Regex FileOfCommand();
}
