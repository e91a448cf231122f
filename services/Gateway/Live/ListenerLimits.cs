using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Live;

/// <summary>How many streams may be open: in this process, and from one client address.</summary>
internal sealed class ListenerLimits(IOptions<LiveOptions> options, LiveMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _ofAddress = [];
    private int _all;

    /// <returns>Null when there was room; <see cref="Leave"/> gives it back.</returns>
    public ProblemHttpResult? Enter(IPAddress address)
    {
        lock (_gate)
        {
            var here = _ofAddress.GetValueOrDefault(address);
            if (here >= options.Value.MaxListenersPerAddress)
            {
                return Refuse(StatusCodes.Status429TooManyRequests, "too-many-streams", "Too many streams are open from this address.", "address");
            }

            if (_all >= options.Value.MaxListeners)
            {
                return Refuse(StatusCodes.Status503ServiceUnavailable, "no-stream-left", "Too many streams are open; try again.", "process");
            }

            _ofAddress[address] = here + 1;
            _all++;
        }

        metrics.Came();
        return null;
    }

    public void Leave(IPAddress address)
    {
        lock (_gate)
        {
            _all--;
            if (--_ofAddress[address] == 0)
            {
                _ofAddress.Remove(address);
            }
        }

        metrics.Left();
    }

    private ProblemHttpResult Refuse(int status, string slug, string title, string reason)
    {
        metrics.Refused(reason);
        return Problem.Of(status, slug, title);
    }
}
