namespace TicketBooking.EventCore.Domain;

/// <summary>The terms of later sales. A hold or a booking keeps those that it was made by.</summary>
internal sealed record SaleTerms(PricedSection[] Sections, int MaxSeatsPerBooking, int HoldSeconds)
{
    public const int MostSeats = 100;
    public const int ShortestHold = 5;
    public const int LongestHold = 3600;

    /// <summary>All errors but those of the prices; none when the terms are valid.</summary>
    public IEnumerable<(string Field, string Message)> Errors()
    {
        if (MaxSeatsPerBooking is < 1 or > MostSeats)
        {
            yield return ("maxSeatsPerBooking", $"A booking may have 1 to {MostSeats} seats.");
        }

        if (HoldSeconds is < ShortestHold or > LongestHold)
        {
            yield return ("holdSeconds", $"A hold lasts {ShortestHold} to {LongestHold} seconds.");
        }
    }

    /// <summary>Whether sales go on as they were.</summary>
    public bool AreAs(SaleTerms other) =>
        MaxSeatsPerBooking == other.MaxSeatsPerBooking
        && HoldSeconds == other.HoldSeconds
        && Sections.Select(section => section.PriceMinor).SequenceEqual(other.Sections.Select(section => section.PriceMinor));
}
