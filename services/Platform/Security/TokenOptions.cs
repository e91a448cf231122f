using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Platform;

/// <summary>The part of section <c>Auth</c> for validating tokens.</summary>
internal sealed class TokenOptions
{
    public const string Section = "Auth";

    /// <summary><c>iss</c> of tokens.</summary>
    [Required(ErrorMessage = "Auth:Issuer is not set.")]
    public string Issuer { get; init; } = "";

    /// <summary>How often the list of banned users is fetched. A ban holds everywhere within this and one lost answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan BanPollInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the issuer may be starting: until then, what it does not answer yet is no warning.</summary>
    public static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    /// <summary>How often the keys are fetched. The issuer publishes a key much longer than this before it signs.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan KeyPollInterval { get; init; } = TimeSpan.FromMinutes(1);
}
