using System.CommandLine;
using Microsoft.Extensions.Options;
using Npgsql;

namespace TicketBooking.EventCore.Security;

/// <summary><c>dotnet EventCore.dll rotate-keys</c>: publishes the next signing key now, before it is due. Exit code: 0 rotated, else 1.</summary>
internal sealed class RotateKeysCommand : Command
{
    private const int Done = 0;
    private const int Failed = 1;

    public RotateKeysCommand(IServiceProvider services)
        : base("rotate-keys", "Publishes the next signing key now; it signs after Auth:KeyLead. Old keys that have ended are deleted.") =>
        SetAction((_, cancellationToken) => RotateAsync(services, cancellationToken));

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
