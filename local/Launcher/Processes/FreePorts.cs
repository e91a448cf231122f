using System.Net.NetworkInformation;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher.Processes;

/// <summary>
/// Waits for ports that are about to be free. A process of a launcher that was killed a moment ago may need some
/// seconds to end.
/// </summary>
internal static class FreePorts
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <exception cref="UserException">A port stays in use.</exception>
    public static async Task WaitAsync(ProcessPlan plan, Action<string> onLine, CancellationToken cancellationToken)
    {
        for (var left = GiveUpAfter; Taken(plan.Ports) is { } port; left -= Interval)
        {
            if (left == GiveUpAfter)
            {
                onLine($"Port {port} is still in use; waiting for it.");
            }
            else if (left <= TimeSpan.Zero)
            {
                throw new UserException($"Port {port}, wanted by {plan.Name}, is in use. End what uses it, or start with --port-offset N.");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    private static int? Taken(IEnumerable<int> ports)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).Intersect(ports).ToList();
        return taken.Count > 0 ? taken[0] : null;
    }
}
