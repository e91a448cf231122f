using TicketBooking.ChildProcesses;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
        [.. Directory.EnumerateFiles(Repository.PathTo("deploy"), "*sh", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.PathTo("deploy"), path))];

    [Theory]
    [InlineData("event-core")]
    [InlineData("seats")]
    [InlineData("booking")]
    public async Task Debezium_Server_gets_what_the_connector_has(string name)
    {
        var output = new List<string>();
        await using var python = GuardedProcess.Start(
            new ChildCommand("python3", Repository.PathTo("deploy/debezium/server-properties.py"), name, "kafka:9092"), output.Add);
        Assert.True(await python.Exited == 0, string.Join('\n', output));
        var properties = output.Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1].Replace(@"\\", @"\", StringComparison.Ordinal));

        Assert.Equal("kafka:9092", properties["debezium.sink.kafka.producer.bootstrap.servers"]);
        Assert.All(
            Connector.All.Single(connector => connector.Name == name).Settings.Where(pair => pair.Key != "tasks.max"),
            pair =>
            {
                var (key, value) = (pair.Key, ((string)pair.Value!).Replace("${env:", "${", StringComparison.Ordinal));
                if (key.Contains("converter", StringComparison.Ordinal))
                {
                    Assert.True(value == "org.apache.kafka.connect.json.JsonConverter" || properties[$"debezium.format.{key.Split('.')[0]}.schemas.enable"] == value);
                }
                else
                {
                    Assert.Equal(value, properties[$"debezium.{(key.StartsWith("transforms", StringComparison.Ordinal) ? "" : "source.")}{key}"]);
                }
            });
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_is_a_program_that_the_shell_understands(string script)
    {
        var output = new List<string>();
        await using var shell = GuardedProcess.Start(new ChildCommand("bash", "-c", "[ -x \"$0\" ] && bash -n \"$0\"", Repository.PathTo($"deploy/{script}")), output.Add);

        Assert.True(await shell.Exited == 0, string.Join('\n', output));
    }
}
