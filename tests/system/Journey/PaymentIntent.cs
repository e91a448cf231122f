namespace TicketBooking.Journey;

/// <summary>What a browser needs to pay.</summary>
internal sealed record PaymentIntent(string Id, string ClientSecret);
