using TicketBooking.Launcher;
using Xunit;

namespace TicketBooking.Local.Tests.Launcher;

public sealed class LauncherCommandLineTests
{
    private readonly LauncherCommandLine _commandLine = [];

    [Fact]
    public void Options_and_a_command_are_told_apart()
    {
        var parsed = _commandLine.Parse(["--port-offset", "20", "restart", "booking", "--instances", "booking=2", "--instances", "seats=3"]);
        var options = _commandLine.Read(parsed);

        Assert.Empty(parsed.Errors);
        Assert.Equal(20, options.PortOffset);
        Assert.Equal("restart", parsed.CommandResult.Command.Name);
        Assert.Equal("booking", parsed.GetValue<string>("PART"));
        Assert.Equal(2, options.Instances["booking"]);
        Assert.Equal(3, options.Instances["seats"]);
    }

    [Fact]
    public void Words_of_a_command_of_an_app_are_its_own_even_when_they_look_like_options()
    {
        var parsed = _commandLine.Parse(["--data", "x", "run", "booking", "reconcile", "--days", "3", "--data", "y", "--help"]);

        Assert.Empty(parsed.Errors);
        Assert.Equal("x", _commandLine.Read(parsed).Data);
        Assert.Equal(("run", "booking"), (parsed.CommandResult.Command.Name, parsed.GetValue<string>("APP")));
        Assert.Equal(["reconcile", "--days", "3", "--data", "y", "--help"], parsed.GetRequiredValue<string[]>("WORD"));
    }

    [Fact]
    public void By_default_data_and_components_are_beside_dapr_yaml()
    {
        var options = _commandLine.Read(_commandLine.Parse([]));

        Assert.True(File.Exists(options.AppsFile));
        Assert.True(Directory.Exists(options.ComponentsDirectory));
        Assert.Equal(Path.Combine(options.Root, ".local"), options.DataDirectory);
        Assert.Empty(options.Instances);
    }

    [Theory]
    [InlineData("--port-offset")]
    [InlineData("--port-offset", "many")]
    [InlineData("--port-offset", "-1")]
    [InlineData("--instances", "booking")]
    [InlineData("--instances", "booking=0")]
    [InlineData("--no-such-option")]
    [InlineData("no-such-command")]
    [InlineData("restart")]
    [InlineData("status", "booking")]
    [InlineData("run")]
    public async Task What_is_not_understood_is_answered_with_the_usage(params string[] words)
    {
        var (code, output, error) = await RunAsync(words);

        Assert.Equal(2, code);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.NotEqual("", error.Trim());
    }

    [Fact]
    public async Task Help_lists_every_option_and_command()
    {
        var (code, output, _) = await RunAsync("--help");

        Assert.Equal(0, code);
        Assert.All(
            ["--port-offset", "--data", "--components", "--file", "--instances", "status", "restart", "kill", "pause", "resume", "stop", "run"],
            word => Assert.Contains($"  {word} ", output, StringComparison.Ordinal));
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await _commandLine.RunAsync(words, new() { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
