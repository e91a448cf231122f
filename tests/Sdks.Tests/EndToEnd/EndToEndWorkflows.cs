using System.Collections.Concurrent;
using Dapr.Workflow;
using Microsoft.Extensions.DependencyInjection;

namespace TicketBooking.Sdks.Tests;

/// <summary>The workflows that the end-to-end tests run.</summary>
internal static class EndToEndWorkflows
{
    private static readonly ConcurrentDictionary<string, int> Attempts = new();

    public static void Add(IServiceCollection services) => services.AddDaprWorkflow(options =>
    {
        options.RegisterWorkflow<PaymentFlow>();
        options.RegisterWorkflow("Stubborn", (WorkflowContext context, int attempts) => context.CallActivityAsync<int>(
            "FailTwice", context.InstanceId, new WorkflowTaskOptions(new WorkflowRetryPolicy(attempts, TimeSpan.FromMilliseconds(50)))));
        options.RegisterWorkflow("Parent", async (WorkflowContext context, int n) =>
            await context.CallChildWorkflowAsync<int>("CountDown", n) + await context.CallChildWorkflowAsync<int>("CountDown", n));
        options.RegisterWorkflow("CountDown", async (WorkflowContext context, int n) =>
        {
            await context.CallActivityAsync<int>("Double", n);
            if (n > 0)
            {
                context.ContinueAsNew(n - 1);
            }

            return 21;
        });
        options.RegisterActivity("Double", (WorkflowActivityContext _, int n) => Task.FromResult(2 * n));
        options.RegisterActivity("FailTwice", (WorkflowActivityContext context, string key) =>
        {
            var attempt = Attempts.AddOrUpdate(key, 1, (_, n) => n + 1);
            return attempt > 2 ? Task.FromResult(attempt) : throw new InvalidOperationException($"attempt {attempt}");
        });
    });

    /// <summary>Waits for money, and gives up in time.</summary>
    internal sealed class PaymentFlow : Workflow<PaymentInput, string>
    {
        public override async Task<string> RunAsync(WorkflowContext context, PaymentInput input)
        {
            var amount = await context.CallActivityAsync<int>("Double", input.Amount);
            context.SetCustomStatus("waiting");
            try
            {
                var paid = await context.WaitForExternalEventAsync<int>("paid", TimeSpan.FromMilliseconds(input.TimeoutMs));
                return paid == amount ? "confirmed" : "refunded";
            }
            catch (TaskCanceledException)
            {
                return "expired";
            }
        }
    }

    internal sealed record PaymentInput(int Amount, int TimeoutMs);
}
