using Microsoft.EntityFrameworkCore;
using Npgsql;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Data;

internal static class UserQueries
{
    private const string EscapeCharacter = "\\";

    /// <summary>Finds a user by name or mail address, whatever the case. A name cannot hold an @.</summary>
    public static Task<User?> FindUserAsync(this EventCoreContext db, string nameOrEmail, CancellationToken cancellationToken)
    {
        var key = User.KeyOf(nameOrEmail);
        return key.Contains('@', StringComparison.Ordinal)
            ? db.Users.SingleOrDefaultAsync(user => user.EmailKey == key, cancellationToken)
            : db.Users.SingleOrDefaultAsync(user => user.UsernameKey == key, cancellationToken);
    }

    /// <summary>Finds users with this text in their name or mail address, whatever the case.</summary>
    public static IQueryable<User> UsersLike(this EventCoreContext db, string text)
    {
        var pattern = $"%{Escape(User.KeyOf(text))}%";
        return db.Users.AsNoTracking().Where(user =>
            EF.Functions.Like(user.UsernameKey, pattern, EscapeCharacter) || EF.Functions.Like(user.EmailKey, pattern, EscapeCharacter));
    }

    /// <summary>Saves a new user; false when the name or mail address is taken, and then a transaction must be rolled back.</summary>
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

    /// <summary>Escapes the wildcards of LIKE.</summary>
    private static string Escape(string text) => text
        .Replace(EscapeCharacter, @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);

    private static bool IsTaken(DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
