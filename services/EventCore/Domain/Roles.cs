using TicketBooking.Platform;

namespace TicketBooking.EventCore.Domain;

internal static class Roles
{
    public const string User = "USER";
    public const string Admin = TokenAuthentication.AdminRole;
}
