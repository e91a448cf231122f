using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>Runs a command of a service in place of the service: <c>dotnet Booking.dll messages list</c>.</summary>
public static class Commands
{
    private const int NotDone = 2;

    /// <summary>Runs the command that the first argument names. Call it before anything that only a serving process needs.</summary>
    /// <param name="app">The service.</param>
    /// <param name="args">Of the process.</param>
    /// <param name="commands">The service's own commands; every service has <c>health</c>, with a database also <c>migrate</c> and <c>messages</c>.</param>
    /// <returns>Null when the process is to serve; else the exit code.</returns>
    public static async Task<int?> RunCommandAsync(this WebApplication app, string[] args, params Command[] commands)
    {
        Command[] ofDatabase = app.Services.GetService<Migrator>() is { } migrator ? [new MigrateCommand(migrator), new MessagesCommand(app.Services)] : [];
        Command[] all = [.. commands, .. ofDatabase, new HealthCommand(app.Configuration)];
        return all.Any(command => command.Name == args.FirstOrDefault()) ? await InvokeAsync(args, all) : null;
    }

    /// <summary>Whether the process runs a command: settings are written <c>--name value</c>, <c>/name value</c> or <c>name=value</c>.</summary>
    internal static bool IsCommand(string[] args) =>
        args is [var word, ..] && !word.StartsWith('-') && !word.StartsWith('/') && !word.Contains('=', StringComparison.Ordinal);

    /// <summary>Runs a command.</summary>
    /// <param name="args">Its name and arguments.</param>
    /// <param name="commands">Those that there are.</param>
    /// <returns>The exit code: the command's own, or 2 when it was not understood or could not be done.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, params Command[] commands)
    {
        var root = new RootCommand();
        Array.ForEach(commands, root.Add);
        var parsed = root.Parse(args);
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? NotDone : code;
        }
        catch (Exception exception) when (exception is NpgsqlException or HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"Not done: {exception.Message}");
            return NotDone;
        }
    }
}
