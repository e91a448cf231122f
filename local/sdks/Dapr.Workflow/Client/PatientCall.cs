using Grpc.Core;

namespace Dapr.Workflow;

/// <summary>A call that only waits: when the sidecar goes away it is made again, until it answers or the caller gives up.</summary>
internal static class PatientCall
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public static async Task<T> CallAsync<T>(Func<Task<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var delay = Shortest; ; delay = delay * 2 < Longest ? delay * 2 : Longest)
        {
            try
            {
                return await call();
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
            {
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }
}
