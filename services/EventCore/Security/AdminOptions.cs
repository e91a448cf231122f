using System.ComponentModel.DataAnnotations;
using TicketBooking.EventCore.Features.Auth;

namespace TicketBooking.EventCore.Security;

/// <summary>Section <c>Admin</c>: the first administrator. Without a user name there is none.</summary>
public sealed class AdminOptions : IValidatableObject
{
    public const string Section = "Admin";

    public string? Username { get; set; }

    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>Applies the rules of registration to the administrator.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Username is null && Email is null && Password is null)
        {
            return [];
        }

        var errors = new List<ValidationResult>();
        var account = new CreateUserRequest(Username ?? "", Email ?? "", Password ?? "");
        Validator.TryValidateObject(account, new ValidationContext(account), errors, validateAllProperties: true);
        return errors.Select(error => new ValidationResult($"Admin: {error.ErrorMessage}"));
    }
}
