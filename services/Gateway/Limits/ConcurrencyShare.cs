namespace TicketBooking.Gateway.Limits;

/// <summary>How many requests of a lane may be under way in this gateway.</summary>
/// <param name="most">0 is no limit.</param>
internal sealed class ConcurrencyShare(int most)
{
    private int _inside;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= most || most == 0)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inside);
}
