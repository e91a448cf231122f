namespace TicketBooking.Contracts;

/// <summary>Dapr app ids of the services, as in dapr.yaml.</summary>
public static class AppIds
{
    /// <summary>The gateway: the only public entry.</summary>
    public const string Gateway = "gateway";

    /// <summary>Users, tokens, venues, events, administration.</summary>
    public const string EventCore = "event-core";

    /// <summary>Seat claims, bookings, payments, webhooks.</summary>
    public const string Booking = "booking";

    /// <summary>Seat catalogue and its public state.</summary>
    public const string Seats = "seats";
}
