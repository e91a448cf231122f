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

    /// <summary>The search index.</summary>
    public const string Search = "search";

    /// <summary>The seats of every event and their public state.</summary>
    public const string Seats = "seats";
}
