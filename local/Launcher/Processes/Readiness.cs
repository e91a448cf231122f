using System.Diagnostics;
using TicketBooking.ChildProcesses;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher.Processes;

/// <summary>Asks a new process until it says that it is ready, or has ended.</summary>
internal sealed class Readiness(HttpClient http)
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <exception cref="UserException">It ended, or is not ready within a minute.</exception>
    public async Task WaitAsync(ProcessPlan plan, GuardedProcess process, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var address in plan.ReadyWhen)
        {
            while (!await AnswersAsync(address, cancellationToken))
            {
                if (process.Exited.IsCompleted)
                {
                    throw new UserException($"{plan.Name} {ExitCode.Describe(await process.Exited)} before it was ready; its log says why.");
                }

                if (Stopwatch.GetElapsedTime(began) > GiveUpAfter)
                {
                    throw new UserException($"{plan.Name} runs but is not ready after {GiveUpAfter.TotalSeconds:0} s; its log says why.");
                }

                await Task.WhenAny(process.Exited, Task.Delay(Interval, cancellationToken));
            }
        }
    }

    private async Task<bool> AnswersAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
