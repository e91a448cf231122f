namespace TicketBooking.EventCore.Security;

/// <summary>Says in the log who came in and who was kept out, from where. What was typed is not logged: it may be a password.</summary>
internal sealed partial class SignInLog(ILogger<SignInLog> logger)
{
    [LoggerMessage(1011, LogLevel.Information, "User {UserId} has a new account, made from {Address}.")]
    public partial void Created(Guid userId, string? address);

    [LoggerMessage(1012, LogLevel.Information, "User {UserId} logged in from {Address}.")]
    public partial void LoggedIn(Guid userId, string? address);

    /// <param name="userId">Null: there is no such account.</param>
    /// <param name="address">Of the client.</param>
    [LoggerMessage(1013, LogLevel.Information, "A login to account {UserId} from {Address} failed.")]
    public partial void Failed(Guid? userId, string? address);

    /// <param name="userId">Null: there is no such account.</param>
    /// <param name="address">Of the client.</param>
    [LoggerMessage(1014, LogLevel.Information, "A login to account {UserId} from {Address} has to wait after too many failures.")]
    public partial void Throttled(Guid? userId, string? address);
}
