namespace Dapr.Workflow.Engine;

/// <summary>Calls again as a policy says; each attempt is a call of its own in the history, with a timer between.</summary>
internal static class Retrying
{
    public static async Task<T> CallAsync<T>(
        WorkflowContext context, WorkflowRetryPolicy policy, Func<Task<T>> call, Func<TimeSpan, Task> waitAsync)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (WorkflowTaskFailedException) when (attempt < policy.MaxNumberOfAttempts && IsInTime(context, policy, first))
            {
                // The last failure reaches the workflow.
            }

            await waitAsync(Delay(policy, attempt));
        }
    }

    private static bool IsInTime(WorkflowContext context, WorkflowRetryPolicy policy, DateTime first) =>
        policy.RetryTimeout == Timeout.InfiniteTimeSpan || context.CurrentUtcDateTime - first < policy.RetryTimeout;

    private static TimeSpan Delay(WorkflowRetryPolicy policy, int attempt)
    {
        var delay = policy.FirstRetryInterval * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return delay > policy.MaxRetryInterval ? policy.MaxRetryInterval.Value : delay;
    }
}
