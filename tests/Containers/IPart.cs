namespace TicketBooking.Containers;

/// <summary>A process or a container that can be killed and started again, with the data that it had.</summary>
internal interface IPart : IAsyncDisposable
{
    string Name { get; }

    Task StartAsync();

    /// <summary>Ends it by SIGKILL, and returns when it is gone. Does nothing when it does not run.</summary>
    Task KillAsync();
}
