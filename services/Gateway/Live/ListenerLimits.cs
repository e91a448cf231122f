using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Live;

/// <summary>Limits how many streams are open: in this process, and from one client address.</summary>
internal sealed class ListenerLimits(IOptions<LiveOptions> options, LiveMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _ofAddress = [];
    private int _all;

    /// <returns>Null when the stream may open; call <see cref="Leave"/> when it ends.</returns>
    public ProblemHttpResult? Enter(IPAddress address)
    {
        lock (_gate)
        {
            var here = _ofAddress.GetValueOrDefault(address);
            if (here >= options.Value.MaxListenersPerAddress)
            {
                return Refuse(StatusCodes.Status429TooManyRequests, "too-many-streams", "The event stream limit of this address is reached.", "address");
            }

            if (_all >= options.Value.MaxListeners)
            {
                return Refuse(StatusCodes.Status503ServiceUnavailable, "no-stream-left", "The event stream limit of this server is reached; try again.", "process");
            }

            _ofAddress[address] = here + 1;
            _all++;
        }

        metrics.ListenerAdded();
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

        metrics.ListenerRemoved();
    }

    private ProblemHttpResult Refuse(int status, string slug, string title, string reason)
    {
        metrics.Refused(reason);
        return Problem.Of(status, slug, title);
    }
}
