using System.ComponentModel.DataAnnotations;
using TicketBooking.EventCore.Data;

namespace TicketBooking.EventCore.Security;

/// <summary>Section <c>Auth:Throttle</c>.</summary>
public sealed class ThrottleOptions : IValidatableObject
{
    public const string Section = "Auth:Throttle";

    /// <summary>Failed logins to one account before the next has to wait.</summary>
    [Range(2, 1000)]
    public int AccountFailures { get; set; } = 5;

    /// <summary>Failed logins from one address, to whatever accounts.</summary>
    [Range(2, 1_000_000)]
    public int AddressFailures { get; set; } = 50;

    /// <summary>Accounts made from one address without a pause of <see cref="ForgottenAfter"/>.</summary>
    [Range(2, 1_000_000)]
    public int AddressAccounts { get; set; } = 500;

    /// <summary>The first wait; each further attempt doubles it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A pause that makes all attempts free again.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ForgottenAfter { get; set; } = TimeSpan.FromMinutes(15);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FirstWait > LongestWait || LongestWait > ForgottenAfter)
        {
            yield return new ValidationResult("Auth:Throttle: FirstWait may not exceed LongestWait, nor that ForgottenAfter.");
        }
    }

    internal AttemptLimit Limit(int free) => new(free, FirstWait, LongestWait, ForgottenAfter);
}
