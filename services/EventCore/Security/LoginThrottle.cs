using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Security;

/// <summary>
/// Slows down password guessing and mass registration. Unknown names are throttled like others. While an account waits, a right password is
/// refused like a wrong one, so that guesses reveal nothing. An address from which the owner has logged in before has a count of its own:
/// guesses from elsewhere do not lock the owner out.
/// </summary>
internal sealed class LoginThrottle(NpgsqlDataSource database, IOptions<ThrottleOptions> options)
{
    /// <summary>Counts a login that is about to be tried.</summary>
    /// <returns>How long to wait; null when it may be tried.</returns>
    public async Task<TimeSpan?> BeginLoginAsync(string name, string? address, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        if (address is not null
            && await AttemptTable.CountAsync(database, AddressKey(address), limits.Limit(limits.AddressFailures), cancellationToken) is { } wait)
        {
            return wait;
        }

        var account = await AccountKeyAsync(name, address, cancellationToken);
        return await AttemptTable.CountAsync(database, account, limits.Limit(limits.AccountFailures), cancellationToken);
    }

    /// <summary>The password was right: its failures are forgotten, and the address is known from now on.</summary>
    public async Task SucceededAsync(string name, string? address, CancellationToken cancellationToken)
    {
        await AttemptTable.ForgetAsync(database, Key("account", name), cancellationToken);
        if (address is not null)
        {
            await AttemptTable.KnowAsync(database, KnownKey(name, address), cancellationToken);
            await AttemptTable.TakeBackAsync(database, AddressKey(address), cancellationToken);
        }
    }

    /// <summary>Counts an account that is about to be made.</summary>
    /// <returns>How long to wait; null when it may be made.</returns>
    public async Task<TimeSpan?> BeginCreateAsync(string? address, CancellationToken cancellationToken) => address is null
        ? null
        : await AttemptTable.CountAsync(database, Key("create", address), options.Value.Limit(options.Value.AddressAccounts), cancellationToken);

    private async Task<byte[]> AccountKeyAsync(string name, string? address, CancellationToken cancellationToken) =>
        address is not null && await AttemptTable.IsKnownAsync(database, KnownKey(name, address), cancellationToken)
            ? KnownKey(name, address)
            : Key("account", name);

    private static byte[] AddressKey(string address) => Key("address", address);

    private static byte[] KnownKey(string name, string address) => Key("known", name, address);

    private static byte[] Key(string kind, params ReadOnlySpan<string> parts) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{User.KeyOf(string.Join('\n', parts))}"));
}
