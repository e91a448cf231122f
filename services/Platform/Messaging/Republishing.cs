using System.CommandLine;

namespace TicketBooking.Platform;

/// <summary>Makes the command that writes a service's present state of one event to its outbox anew.</summary>
public static class Republishing
{
    private const int Done = 0;
    private const int NotFound = 1;

    /// <summary>
    /// <c>republish EVENT</c>. Subscribers lose nothing by it: they apply higher versions only. Exit code: 0 done, 1 the event is unknown here,
    /// 2 not done.
    /// </summary>
    /// <param name="republish">Writes the messages of an event, and returns how many.</param>
    public static Command NewCommand(Func<Guid, CancellationToken, Task<int>> republish)
    {
        var eventId = new Argument<Guid>("EVENT") { Description = "Id of the event" };
        var command = new Command("republish", "Writes the present state of an event to the outbox anew.") { eventId };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var count = await republish(parsed.GetValue(eventId), cancellationToken);
            await Console.Out.WriteLineAsync(count == 0 ? "Nothing is known of this event." : $"{count} messages are in the outbox.");
            return count == 0 ? NotFound : Done;
        });
        return command;
    }
}
