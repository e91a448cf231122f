namespace TicketBooking.Gateway;

/// <summary>Who may use a public route. Every route says it; there is no default.</summary>
internal enum Access
{
    Open,

    /// <summary>Anybody with a valid access token.</summary>
    Token,

    /// <summary>A valid access token with the role ADMIN.</summary>
    Admin,
}
