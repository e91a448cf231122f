using TicketBooking.Launcher;
using Xunit;

namespace TicketBooking.Local.Tests.Launcher;

public sealed class LauncherOptionsTests
{
    [Fact]
    public void Options_and_a_command_are_told_apart()
    {
        var options = LauncherOptions.Parse(["--port-offset", "20", "restart", "booking", "--instances", "booking=2", "--instances", "seats=3"]);

        Assert.Equal(20, options.PortOffset);
        Assert.Equal(["restart", "booking"], options.Command);
        Assert.Equal(2, options.Instances["booking"]);
        Assert.Equal(3, options.Instances["seats"]);
    }

    [Fact]
    public void Words_of_a_command_of_an_app_are_its_own_even_when_they_look_like_options()
    {
        var options = LauncherOptions.Parse(["--data", "x", "run", "booking", "reconcile", "--days", "3", "--dry-run"]);

        Assert.Equal(["run", "booking", "reconcile", "--days", "3", "--dry-run"], options.Command);
    }

    [Fact]
    public void By_default_data_and_components_are_beside_dapr_yaml()
    {
        var options = LauncherOptions.Parse([]);

        Assert.True(File.Exists(options.AppsFile));
        Assert.True(Directory.Exists(options.ComponentsDirectory));
        Assert.Equal(Path.Combine(options.Root, ".local"), options.DataDirectory);
    }

    [Theory]
    [InlineData("--port-offset")]
    [InlineData("--port-offset", "many")]
    [InlineData("--port-offset", "-1")]
    [InlineData("--instances", "booking")]
    [InlineData("--instances", "booking=0")]
    [InlineData("--no-such-option")]
    public void What_is_not_understood_is_answered_with_the_usage(params string[] words)
    {
        Assert.Contains("Usage:", Assert.Throws<UserException>(() => LauncherOptions.Parse(words)).Message, StringComparison.Ordinal);
    }
}
