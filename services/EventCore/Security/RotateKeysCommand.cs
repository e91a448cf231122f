using Microsoft.Extensions.Options;
using Npgsql;

namespace TicketBooking.EventCore.Security;

/// <summary><c>dotnet EventCore.dll rotate-keys</c>: the next signing key now, for an operator who does not want to wait until it is due.</summary>
internal static class RotateKeysCommand
{
    private const int Done = 0;
    private const int Failed = 1;

    public static async Task<int> RunAsync(IServiceProvider services)
    {
        try
        {
            var (added, ended) = await services.GetRequiredService<KeyRing>().RotateAsync(isTime: true, CancellationToken.None);
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
