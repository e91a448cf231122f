using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;

namespace TicketBooking.EventCore.Security;

/// <summary>Section <c>Auth</c>.</summary>
public sealed class AuthOptions : IValidatableObject
{
    public const string Section = "Auth";
    public const int KeyEncryptionKeyBytes = 32;

    private static readonly TimeSpan LongestUse = AccessTokens.Life + TimeSpan.FromMinutes(1);

    /// <summary><c>iss</c> of every access token: the address under which clients see this system.</summary>
    [Required]
    public string Issuer { get; set; } = "";

    /// <summary>Base64 of 32 bytes; encrypts the private signing keys in the database.</summary>
    public string KeyEncryptionKey { get; set; } = "";

    /// <summary>How long a key signs until the next one takes over.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "3650.00:00:00")]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a key is published before it signs: longer than any validator may keep the published keys.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan KeyLead { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a key is published after it has signed for the last time: longer than its last token lives.</summary>
    public TimeSpan KeyOverlap { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often each instance looks whether a new key is due.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan KeyCheckInterval { get; set; } = TimeSpan.FromMinutes(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Base64.IsValid(KeyEncryptionKey, out var length) || length != KeyEncryptionKeyBytes)
        {
            yield return new ValidationResult(
                $"Auth:KeyEncryptionKey must be {KeyEncryptionKeyBytes} bytes in base64; make one with: openssl rand -base64 32");
        }

        if (KeyLead >= KeyLifetime)
        {
            yield return new ValidationResult("Auth:KeyLead must be shorter than Auth:KeyLifetime.");
        }

        if (KeyOverlap < LongestUse)
        {
            yield return new ValidationResult($"Auth:KeyOverlap must be at least {LongestUse}: that long a key's last token is believed.");
        }
    }
}
