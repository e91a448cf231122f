using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Security;

/// <summary>Hashes passwords (PBKDF2 with HMAC-SHA512) and checks them in a time that does not tell whether the user exists.</summary>
internal sealed class Passwords
{
    /// <summary>The iterations that OWASP's password storage cheat sheet asks of this function.</summary>
    public const int Iterations = 210_000;

    private readonly PasswordHasher<Passwords> _hasher;
    private readonly string _hashOfNoUser;

    public Passwords(IOptions<PasswordHasherOptions> options)
    {
        _hasher = new(options);
        _hashOfNoUser = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
    }

    public string Hash(string password) => _hasher.HashPassword(this, password);

    /// <summary>Whether it is the user's password. Without a user the same work is done for nothing.</summary>
    public PasswordVerificationResult Verify(User? user, string password)
    {
        var result = _hasher.VerifyHashedPassword(this, user?.PasswordHash ?? _hashOfNoUser, password);
        return user is null ? PasswordVerificationResult.Failed : result;
    }
}
