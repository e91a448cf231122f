namespace TicketBooking.Sidecar.Hosting;

/// <summary>Work that runs as long as the process. None of it may end before it is told to; if it does, that is shouted.</summary>
internal sealed partial class BackgroundTasks(ILogger logger)
{
    private readonly List<Task> _tasks = [];

    public void Start(string name, Task work) => _tasks.Add(ObserveAsync(name, work));

    public Task EndAsync() => Task.WhenAll(_tasks);

    private async Task ObserveAsync(string name, Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.Exception is { } failure)
        {
            LogFailed(failure, name);
        }
    }

    [LoggerMessage(EventId = 7020, Level = LogLevel.Critical, Message = "The {Name} has failed and does not run any more; restart the sidecar")]
    private partial void LogFailed(Exception exception, string name);
}
