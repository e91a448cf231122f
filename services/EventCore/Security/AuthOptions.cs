using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;

namespace TicketBooking.EventCore.Security;

/// <summary>Section <c>Auth</c>.</summary>
public sealed class AuthOptions : IValidatableObject
{
    public const string Section = "Auth";
    public const int KeyEncryptionKeyBytes = 32;

    private const string FirstKeyId = "1";

    private static readonly TimeSpan LongestUse = AccessTokens.Life + TimeSpan.FromMinutes(1);

    /// <summary><c>iss</c> of every access token: the address under which clients see this system.</summary>
    [Required]
    public string Issuer { get; set; } = "";

    /// <summary>Base64 of 32 bytes; encrypts the private signing keys in the database. It has the id 1.</summary>
    public string KeyEncryptionKey { get; set; } = "";

    /// <summary>More of them, by id: what is encrypted with any of them can be read.</summary>
    public IReadOnlyDictionary<string, string> KeyEncryptionKeys { get; set; } = new Dictionary<string, string>();

    /// <summary>Id of the key that encrypts.</summary>
    public string KeyEncryptionKeyId { get; set; } = FirstKeyId;

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

    /// <summary>All of them. The first may be absent when others are there.</summary>
    internal IEnumerable<(string Id, string Key)> EncryptionKeys =>
    [
        .. KeyEncryptionKey.Length > 0 || KeyEncryptionKeys.Count == 0 ? [(FirstKeyId, KeyEncryptionKey)] : Array.Empty<(string, string)>(),
        .. KeyEncryptionKeys.Where(key => key.Key != FirstKeyId).Select(key => (key.Key, key.Value)),
    ];

    /// <summary>The setting that has the key with this id.</summary>
    internal static string SettingOf(string id) => id == FirstKeyId ? "Auth:KeyEncryptionKey" : $"Auth:KeyEncryptionKeys:{id}";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (id, key) in EncryptionKeys)
        {
            if (!Base64.IsValid(key, out var length) || length != KeyEncryptionKeyBytes)
            {
                yield return new ValidationResult(
                    $"{SettingOf(id)} must be {KeyEncryptionKeyBytes} bytes in base64; make one with: openssl rand -base64 32");
            }
        }

        if (KeyEncryptionKeys.ContainsKey(FirstKeyId))
        {
            yield return new ValidationResult($"Auth:KeyEncryptionKeys:{FirstKeyId} is Auth:KeyEncryptionKey.");
        }

        if (EncryptionKeys.All(key => key.Id != KeyEncryptionKeyId))
        {
            yield return new ValidationResult($"Auth:KeyEncryptionKeyId is '{KeyEncryptionKeyId}', and there is no key with that id.");
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
