using TicketBooking.ChildProcesses;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher.Processes;

/// <summary>Asks a new process until it says that it is ready, or has ended.</summary>
internal sealed class Readiness(HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <exception cref="UserException">It ended, or is not ready within a minute.</exception>
    public async Task WaitAsync(ProcessPlan plan, GuardedProcess process, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            foreach (var address in plan.ReadyWhen)
            {
                while (!await AnswersAsync(address, deadline.Token))
                {
                    await Task.WhenAny(process.Exited, Task.Delay(Interval, deadline.Token));
                    ThrowIfEnded(plan, process);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserException($"{plan.Name} runs but is not ready after {Patience.TotalSeconds:0} s; its log says why.");
        }
    }

    private static void ThrowIfEnded(ProcessPlan plan, GuardedProcess process)
    {
        if (process.Exited.IsCompletedSuccessfully)
        {
            throw new UserException($"{plan.Name} {ExitCode.Describe(process.Exited.Result)} before it was ready; its log says why.");
        }
    }

    private async Task<bool> AnswersAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
