using Xunit.Runner.Common;
using Xunit.Sdk;

namespace TicketBooking.Testing;

/// <summary><c>-reporter table</c> of a suite as a program: a line for each test, in the order in which they ended, and then failures as usual.</summary>
public sealed class TableReporter : IRunnerReporter
{
    public bool CanBeEnvironmentallyEnabled => false;

    public string Description => "print a table of all tests with their results";

    public bool ForceNoLogo => false;

    public bool IsEnvironmentallyEnabled => false;

    public string RunnerSwitch => "table";

    public ValueTask<IRunnerReporterMessageHandler> CreateMessageHandler(IRunnerLogger logger, IMessageSink? diagnosticMessageSink) =>
        new(new Table(logger));

    private sealed class Table(IRunnerLogger logger) : DefaultRunnerReporterMessageHandler(logger)
    {
        private bool _hasHead;

        protected override void HandleTestPassed(MessageHandlerArgs<ITestPassed> args)
        {
            base.HandleTestPassed(args);
            Add("passed", args.Message);
        }

        protected override void HandleTestFailed(MessageHandlerArgs<ITestFailed> args)
        {
            base.HandleTestFailed(args);
            Add("FAILED", args.Message);
        }

        protected override void HandleTestSkipped(MessageHandlerArgs<ITestSkipped> args)
        {
            base.HandleTestSkipped(args);
            Add("skipped", args.Message);
        }

        private void Add(string result, ITestResultMessage test)
        {
            if (!_hasHead)
            {
                _hasHead = true;
                Logger.LogRaw($"{"RESULT",-8} {"SECONDS",8}  TEST");
            }

            Logger.LogRaw($"{result,-8} {test.ExecutionTime,8:0.0}  {MetadataCache.TryGetTestMetadata(test)?.TestDisplayName}");
        }
    }
}
