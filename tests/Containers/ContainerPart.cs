using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Containers;

/// <summary>A container on the network of this machine, so that ports and addresses are those of the run files.</summary>
internal sealed class ContainerPart : IPart
{
    private readonly PartLog _log;
    private readonly IContainer _container;

    /// <param name="name">What the suites call it.</param>
    /// <param name="image">One of <see cref="Images"/>.</param>
    /// <param name="configure">Adds to it what is this part's own.</param>
    public ContainerPart(string name, string image, Func<ContainerBuilder, ContainerBuilder> configure)
    {
        (Name, _log) = (name, new(name));
        _container = configure(new ContainerBuilder(image)
            .WithOutputConsumer(Consume.RedirectStdoutAndStderrToStream(_log.Stream, _log.Stream))
            .WithCreateParameterModifier(create =>
            {
                create.HostConfig!.NetworkMode = "host";
                create.StopSignal = "SIGKILL";
            })).Build();
    }

    public string Name { get; }

    /// <summary>Started when this answers; null: when the container runs.</summary>
    public Uri? ReadyWhen { get; init; }

    public async Task StartAsync()
    {
        await _container.StartAsync();
        if (ReadyWhen is not null)
        {
            using var http = new HttpClient();
            await Eventually.GetAsync(() => http.GetAsync(ReadyWhen), answer => answer.IsSuccessStatusCode);
        }
    }

    public Task KillAsync() => _container.StopAsync();

    /// <summary>Runs a command in the container; it must end with 0.</summary>
    public async Task ExecuteAsync(params string[] command)
    {
        var result = await _container.ExecAsync(command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)}: {result.Stdout}{result.Stderr}");
    }

    public async ValueTask DisposeAsync()
    {
        await _container.DisposeAsync();
        _log.Dispose();
    }
}
