using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spectre.Console;

namespace TicketBooking.Platform;

/// <summary>
/// <c>messages list | show ID | retry ID… | give-up ID…</c>: what an operator does with parked and dead messages. Exit code: 0 done, 1 there is
/// no such message, 2 not done.
/// </summary>
internal sealed class MessagesCommand : Command
{
    private const int Done = 0;
    private const int NotFound = 1;
    private const int Most = 1000;

    private readonly IServiceProvider _services;
    private readonly Argument<long[]> _ids = new("ID") { Description = "Numbers of messages, as list prints them", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _all = new("--all") { Description = "Every message" };

    public MessagesCommand(IServiceProvider services)
        : base("messages", "Shows messages that could not be applied, applies them again, or gives them up.")
    {
        _services = services;
        var list = new Command("list", $"Lists parked and dead messages, the oldest {Most}.");
        list.SetAction((_, cancellationToken) => ListAsync(cancellationToken));
        var id = new Argument<long>("ID") { Description = "Number of a message" };
        var show = new Command("show", "Prints a message as it was delivered.") { id };
        show.SetAction((parsed, cancellationToken) => ShowAsync(parsed.GetValue(id), cancellationToken));
        Add(list);
        Add(show);
        Add(OfMany("retry", "Makes messages due at once; a running instance tries them within a second.", RetryAsync));
        Add(OfMany("give-up", "Deletes messages: they never have an effect.", GiveUpAsync));
    }

    private NpgsqlDataSource Database => _services.GetRequiredService<NpgsqlDataSource>();

    private Command OfMany(string name, string description, Func<IReadOnlyList<long>?, CancellationToken, Task<int>> act)
    {
        var command = new Command(name, description) { _ids, _all };
        command.Validators.Add(given =>
        {
            if (given.GetValue(_all) == given.GetValue(_ids) is { Length: > 0 })
            {
                given.AddError("Give either numbers or --all.");
            }
        });
        command.SetAction((parsed, cancellationToken) => act(parsed.GetValue(_all) ? null : parsed.GetValue(_ids), cancellationToken));
        return command;
    }

    private async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        var table = OperatorTable.New("ID", "TOPIC", "KEY", "TRIES", "NEXT TRY", "REASON");
        foreach (var message in await ParkedMessageTable.ListAsync(Database, Most, cancellationToken))
        {
            table.AddRow([.. Cells(message).Select(cell => new Text(cell))]);
        }

        var (parked, dead) = await ParkedMessageTable.CountAsync(Database, cancellationToken);
        table.WriteTo(AnsiConsole.Console);
        AnsiConsole.WriteLine($"{parked} parked, {dead} dead.");
        return Done;
    }

    private static IEnumerable<string> Cells(ParkedMessage message) =>
    [
        message.Id.ToString(CultureInfo.InvariantCulture),
        message.Topic,
        message.Key ?? "",
        message.Tries.ToString(CultureInfo.InvariantCulture),
        message.DueAt is { } due ? $"{due:u}" : "dead",
        message.Error,
    ];

    private async Task<int> ShowAsync(long id, CancellationToken cancellationToken)
    {
        if (await ParkedMessageTable.FindBodyAsync(Database, id, cancellationToken) is not { } body)
        {
            await Console.Error.WriteLineAsync($"There is no message {id}.");
            return NotFound;
        }

        await Console.Out.WriteLineAsync(Encoding.UTF8.GetString(body));
        return Done;
    }

    private async Task<int> RetryAsync(IReadOnlyList<long>? ids, CancellationToken cancellationToken) =>
        Report(await ParkedMessageTable.RetryAsync(Database, ids, cancellationToken), ids, "due now");

    private async Task<int> GiveUpAsync(IReadOnlyList<long>? ids, CancellationToken cancellationToken) =>
        Report(await ParkedMessageTable.DeleteAsync(Database, ids, cancellationToken), ids, "given up");

    private static int Report(int count, IReadOnlyList<long>? ids, string what)
    {
        Console.WriteLine($"{count} messages are {what}.");
        return ids is not null && count < ids.Count ? NotFound : Done;
    }
}
