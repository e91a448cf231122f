using Microsoft.EntityFrameworkCore;
using Npgsql;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Data;

internal static class UserQueries
{
    /// <summary>Finds a user by name or mail address, whatever the case. A name cannot hold an @.</summary>
    public static Task<User?> FindUserAsync(this EventCoreContext db, string nameOrEmail, CancellationToken cancellationToken)
    {
        var key = User.KeyOf(nameOrEmail);
        return key.Contains('@', StringComparison.Ordinal)
            ? db.Users.SingleOrDefaultAsync(user => user.EmailKey == key, cancellationToken)
            : db.Users.SingleOrDefaultAsync(user => user.UsernameKey == key, cancellationToken);
    }

    /// <summary>False when the name or the mail address is taken; a transaction is of no more use then.</summary>
    public static async Task<bool> TryAddUserAsync(this EventCoreContext db, User user, CancellationToken cancellationToken)
    {
        db.Users.Add(user);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (IsTaken(exception))
        {
            return false;
        }
    }

    private static bool IsTaken(DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
