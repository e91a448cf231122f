namespace TicketBooking.Gateway;

/// <summary>Access to a public route. Every route says it; there is no default.</summary>
internal enum Access
{
    Open,

    /// <summary>Any valid access token.</summary>
    Token,

    /// <summary>A valid access token with the role ADMIN.</summary>
    Admin,
}
