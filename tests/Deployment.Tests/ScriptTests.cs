using TicketBooking.ChildProcesses;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
        [.. Directory.EnumerateFiles(Repository.PathTo("deploy"), "*.sh", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.PathTo("deploy"), path))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_is_a_program_that_the_shell_understands(string script)
    {
        var output = new List<string>();
        await using var shell = GuardedProcess.Start(new ChildCommand("bash", "-c", "[ -x \"$0\" ] && bash -n \"$0\"", Repository.PathTo($"deploy/{script}")), output.Add);

        Assert.True(await shell.Exited == 0, string.Join('\n', output));
    }
}
