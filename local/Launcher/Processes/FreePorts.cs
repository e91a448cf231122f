using System.Net;
using System.Net.Sockets;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher.Processes;

/// <summary>
/// A process of a launcher that was killed a moment ago may need some seconds to end; it is waited for, so that the
/// new one does not fail for a port that is about to be free.
/// </summary>
internal static class FreePorts
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <exception cref="UserException">A port stays in use.</exception>
    public static async Task WaitAsync(ProcessPlan plan, Action<string> onLine, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        foreach (var port in plan.Ports.Where(IsTaken))
        {
            onLine($"Port {port} is still in use; waiting for it.");
            try
            {
                while (IsTaken(port))
                {
                    await Task.Delay(Interval, deadline.Token);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new UserException($"Port {port}, wanted by {plan.Name}, is in use. End what uses it, or start with --port-offset N.");
            }
        }
    }

    public static bool IsTaken(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
    }
}
