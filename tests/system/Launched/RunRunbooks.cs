using System.Text;
using TicketBooking.Postgres;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using TicketBooking.Testing.Runbooks;
using Xunit;

namespace TicketBooking.Launched;

/// <summary>Runs every command and every statement of deploy/runbooks.md that is not marked, in their order.</summary>
[Collection(nameof(LaunchedCollection))]
public sealed class RunRunbooks(LocalSystem system)
{
    [Fact]
    public async Task Every_command_of_the_runbooks_does_what_it_is_for()
    {
        var organiser = await Organiser.RegisterAsync(system);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await PayingBuyer.RegisterAsync(system);
        await buyer.HoldSeatsAsync(eventId, "A1");
        await buyer.UntilSeatIsAsync(eventId, "A1", "HELD");
        var commands = RunbookBlock.All.Where(block => block.Language == "bash" && !block.IsMarkedAsNotRun)
            .SelectMany(block => block.Lines).Select(line => ServiceCommand.Of(line)!).ToArray();
        Assert.NotEmpty(commands);

        foreach (var command in commands)
        {
            var words = new List<string>();
            foreach (var word in command.Words)
            {
                words.Add(word switch
                {
                    "$EVENT" => $"{eventId}",
                    "$MESSAGE" => await DeadMessageAsync(),
                    _ => word,
                });
            }

            var (exitCode, answer) = await system.TryCommandAsync(["run", command.AppId, .. words]);
            Assert.True(exitCode == 0, $"{command.AppId} {string.Join(' ', words)}: {answer}");
        }
    }

    [Fact]
    public async Task Every_statement_of_the_runbooks_is_one()
    {
        var blocks = RunbookBlock.All.Where(block => block.Language == "sql").ToArray();
        Assert.NotEmpty(blocks);

        foreach (var block in blocks)
        {
            await using var database = system.Database(block.Lines[0]["-- ".Length..]);
            await database.Command(string.Join('\n', block.Lines)).RunAsync(CancellationToken.None);
        }
    }

    /// <summary>The number of a message that Seats could not read.</summary>
    private async Task<string> DeadMessageAsync()
    {
        await system.PublishAsync(Contracts.Topics.BookingOutbox, Encoding.UTF8.GetBytes($"rubbish {Guid.CreateVersion7()}"));
        var dead = await Eventually.GetAsync(
            async () => (await system.CommandAsync("run", "seats", "messages", "list")).Split('\n').LastOrDefault(line => line.Contains("event.deadletter.seats")),
            line => line is not null);
        return dead!.Trim().Split(' ')[0];
    }
}
