using Microsoft.Extensions.Options;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Security;

/// <summary>Creates the administrator of the configuration when it is missing; never changes it afterwards.</summary>
internal sealed partial class AdminAccount(
    IOptions<AdminOptions> options, IServiceScopeFactory scopes, Passwords passwords, TimeProvider clock, ILogger<AdminAccount> logger)
{
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (options.Value is not { Username: { } username, Email: { } email, Password: { } password })
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EventCoreContext>();
        if (await db.FindUserAsync(username, cancellationToken) is not { } found)
        {
            // An instance that starts at the same time may be first; the unique name decides.
            var admin = User.Create(username, email, passwords.Hash(password), Roles.Admin, clock.GetUtcNow());
            LogAdmin(username, await db.TryAddUserAsync(admin, cancellationToken));
        }
        else if (found.Role != Roles.Admin)
        {
            LogNotAdmin(username);
        }
    }

    [LoggerMessage(1002, LogLevel.Information, "Administrator {Username} of the configuration: added = {Added}.")]
    private partial void LogAdmin(string username, bool added);

    [LoggerMessage(1003, LogLevel.Warning, "Admin:Username {Username} belongs to a user without the role ADMIN; nothing was changed.")]
    private partial void LogNotAdmin(string username);
}
