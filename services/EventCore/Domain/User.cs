namespace TicketBooking.EventCore.Domain;

/// <summary>The owner of an account. Name and mail address are unique whatever their case.</summary>
internal sealed class User
{
    private User()
    {
    }

    public Guid Id { get; private init; }

    public string Username { get; private init; } = "";

    public string UsernameKey { get; private init; } = "";

    public string Email { get; private init; } = "";

    public string EmailKey { get; private init; } = "";

    public string PasswordHash { get; set; } = "";

    public string Role { get; private init; } = "";

    public DateTimeOffset? BannedAt { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public bool IsBanned => BannedAt is not null;

    /// <summary>The form in which names and mail addresses are compared.</summary>
    public static string KeyOf(string nameOrEmail) => nameOrEmail.ToLowerInvariant();

    public static User Create(string username, string email, string passwordHash, string role, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Username = username,
        UsernameKey = KeyOf(username),
        Email = email,
        EmailKey = KeyOf(email),
        PasswordHash = passwordHash,
        Role = role,
        CreatedAt = UtcTime.Of(now),
    };
}
