using System.CommandLine;
using Microsoft.Extensions.Options;
using Npgsql;

namespace TicketBooking.EventCore.Security;

/// <summary><c>dotnet EventCore.dll reencrypt-keys</c>: encrypts all signing keys with the current encryption key. Exit code: 0 done, else 1.</summary>
internal sealed class ReencryptKeysCommand : Command
{
    private const int Done = 0;
    private const int Failed = 1;

    public ReencryptKeysCommand(IServiceProvider services)
        : base("reencrypt-keys", "Encrypts all signing keys with the key Auth:KeyEncryptionKeyId, so that the others can be removed.") =>
        SetAction((_, cancellationToken) => ReencryptAsync(services, cancellationToken));

    private static async Task<int> ReencryptAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            var changed = await services.GetRequiredService<KeyRing>().ReencryptAsync(cancellationToken);
            var id = services.GetRequiredService<KeyEncryption>().CurrentId;
            await Console.Out.WriteLineAsync($"All signing keys are encrypted with key '{id}'. Changed: {changed}.");
            return Done;
        }
        catch (Exception exception) when (exception is NpgsqlException or OptionsValidationException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"The keys were not encrypted anew: {exception.Message}");
            return Failed;
        }
    }
}
