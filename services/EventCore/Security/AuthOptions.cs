using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;

namespace TicketBooking.EventCore.Security;

/// <summary>Section <c>Auth</c>.</summary>
public sealed class AuthOptions : IValidatableObject
{
    public const string Section = "Auth";
    public const int KeyEncryptionKeyBytes = 32;

    /// <summary><c>iss</c> of every access token: the address under which clients see this system.</summary>
    [Required]
    public string Issuer { get; set; } = "";

    /// <summary>Base64 of 32 bytes; encrypts the private signing keys in the database.</summary>
    public string KeyEncryptionKey { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Base64.IsValid(KeyEncryptionKey, out var length) || length != KeyEncryptionKeyBytes)
        {
            yield return new ValidationResult(
                $"Auth:KeyEncryptionKey must be {KeyEncryptionKeyBytes} bytes in base64; make one with: openssl rand -base64 32");
        }
    }
}
