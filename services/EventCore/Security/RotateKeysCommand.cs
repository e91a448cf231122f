using System.CommandLine;
using Microsoft.Extensions.Options;
using Npgsql;

namespace TicketBooking.EventCore.Security;

/// <summary><c>dotnet EventCore.dll rotate-keys</c>: publishes the next signing key now, before it is due.</summary>
internal static class RotateKeysCommand
{
    public const string Word = "rotate-keys";

    private const int Done = 0;
    private const int Failed = 1;

    /// <returns>The exit code: 0 when the keys are rotated, else 1.</returns>
    public static Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> words)
    {
        var command = new Command(Word, "Publishes the next signing key now; it signs after Auth:KeyLead. Old keys that have ended are deleted.");
        command.SetAction((_, cancellationToken) => RotateAsync(services, cancellationToken));
        return new RootCommand { command }.Parse(words).InvokeAsync();
    }

    private static async Task<int> RotateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            var (added, ended) = await services.GetRequiredService<KeyRing>().RotateAsync(force: true, cancellationToken);
            var lead = services.GetRequiredService<IOptions<AuthOptions>>().Value.KeyLead;
            await Console.Out.WriteLineAsync(
                (added ? $"A new key is published; it signs in {lead}." : "A new key is published already and will sign; nothing was added.")
                + $" Old keys deleted: {ended}.");
            return Done;
        }
        catch (Exception exception) when (exception is NpgsqlException or OptionsValidationException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"The keys were not rotated: {exception.Message}");
            return Failed;
        }
    }
}
