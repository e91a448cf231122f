using TicketBooking.Testing.Runbooks;
using Xunit;

namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>What RunRunbooks of tests/system/Launched runs is all that is not marked.</summary>
public sealed class RunbookTests
{
    [Fact]
    public void Every_block_of_commands_is_run_or_marked() => Assert.All(
        RunbookBlock.All.Where(block => block.Language == "bash" && !block.IsMarkedAsNotRun),
        block => Assert.All(block.Lines, line => Assert.NotNull(ServiceCommand.Of(line))));

    [Fact]
    public void Every_block_of_SQL_names_its_database() => Assert.All(
        RunbookBlock.All.Where(block => block.Language == "sql"), block => Assert.Contains(block.Lines[0], (string[])["-- booking", "-- seats", "-- search", "-- event_core"]));

    [Fact]
    public void There_is_no_block_of_another_kind() =>
        Assert.Empty(RunbookBlock.All.Select(block => block.Language).Except(["bash", "sql"]));
}
