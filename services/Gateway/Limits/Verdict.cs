namespace TicketBooking.Gateway.Limits;

/// <summary>Whether a request may pass.</summary>
/// <param name="IsAdmitted">It may, and has used up a token.</param>
/// <param name="Remaining">Tokens left, as far as this instance knows.</param>
/// <param name="Wait">Until there is a token; zero when there is one.</param>
internal readonly record struct Verdict(bool IsAdmitted, int Remaining, TimeSpan Wait)
{
    public static Verdict Admitted(double remaining) => new(true, (int)Math.Max(0, remaining), TimeSpan.Zero);

    public static Verdict Refused(TimeSpan wait) => new(false, 0, wait);
}
