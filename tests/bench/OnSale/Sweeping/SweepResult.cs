using System.Text;

namespace TicketBooking.OnSale.Sweeping;

/// <summary>What a sweep counted and found.</summary>
/// <param name="SoldSeats">Seats of confirmed bookings.</param>
/// <param name="UniqueSeats">The different ones of them.</param>
/// <param name="BookedClaims">Seats that are claimed for good.</param>
/// <param name="PaidBookings">Confirmed bookings that cost something.</param>
/// <param name="CapturedPayments">Payments that the provider has taken and not given back.</param>
/// <param name="OpenBookings">Bookings that are held or are to be paid, and whose time is not over.</param>
/// <param name="Differences">What does not agree.</param>
internal sealed record SweepResult(
    long SoldSeats, long UniqueSeats, long BookedClaims, long PaidBookings, long CapturedPayments, long OpenBookings, IReadOnlyList<Difference> Differences)
{
    private const int MostShown = 5;

    public bool IsClean => Differences.Count == 0;

    public override string ToString()
    {
        var text = new StringBuilder()
            .AppendLine($"Sweep: {SoldSeats} seats sold, {UniqueSeats} unique, {BookedClaims} claims; {PaidBookings} paid bookings, {CapturedPayments} captured payments; {OpenBookings} bookings are open.")
            .Append($"{Differences.Count} differences.");
        foreach (var kind in Differences.GroupBy(difference => difference.Kind))
        {
            text.AppendLine().Append($"  {kind.Key}: {kind.Count()}");
            foreach (var difference in kind.Take(MostShown))
            {
                text.AppendLine().Append($"    {difference.What}");
            }
        }

        return text.ToString();
    }
}
