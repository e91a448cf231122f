namespace TicketBooking.Sidecar.Apps;

/// <summary>Growing pauses between looks at an app that is not there.</summary>
internal sealed class ReconnectPause
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private TimeSpan _next = First;

    public void Reset() => _next = First;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_next, cancellationToken);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
    }
}
