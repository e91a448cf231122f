using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Live;

/// <summary>
/// Limits how many streams are open: in this process, and from one network. The last quarter of the places is for networks with few streams, so
/// that some large ones leave room for newcomers.
/// </summary>
internal sealed class ListenerLimits(IOptions<LiveOptions> options, LiveMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _ofNetwork = [];
    private int _all;

    /// <returns>Null when the stream may open; call <see cref="Leave"/> when it ends.</returns>
    public ProblemHttpResult? Enter(IPAddress network)
    {
        lock (_gate)
        {
            var here = _ofNetwork.GetValueOrDefault(network);
            if (here >= options.Value.MaxListenersPerNetwork)
            {
                return Refuse(StatusCodes.Status429TooManyRequests, "too-many-streams", "The event stream limit of this network is reached.", "network");
            }

            if (_all >= options.Value.MaxListeners)
            {
                return NoneLeft("process");
            }

            if (_all >= options.Value.MaxListeners / 4 * 3 && here >= options.Value.NewcomerListeners)
            {
                return NoneLeft("newcomers");
            }

            _ofNetwork[network] = here + 1;
            _all++;
        }

        metrics.ListenerAdded();
        return null;
    }

    public void Leave(IPAddress network)
    {
        lock (_gate)
        {
            _all--;
            if (--_ofNetwork[network] == 0)
            {
                _ofNetwork.Remove(network);
            }
        }

        metrics.ListenerRemoved();
    }

    private ProblemHttpResult NoneLeft(string reason) =>
        Refuse(StatusCodes.Status503ServiceUnavailable, "no-stream-left", "The event stream limit of this server is reached; try again.", reason);

    private ProblemHttpResult Refuse(int status, string slug, string title, string reason)
    {
        metrics.Refused(reason);
        return Problem.Of(status, slug, title);
    }
}
