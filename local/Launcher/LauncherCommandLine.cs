using System.CommandLine;
using System.CommandLine.Parsing;
using TicketBooking.Launcher.Control;

namespace TicketBooking.Launcher;

/// <summary>Without a command it starts a system, with one it does something to the system that runs on the same data.</summary>
internal sealed class LauncherCommandLine : RootCommand
{
    private const int NotUnderstood = 2;

    private readonly Option<ushort> _portOffset = Named<ushort>("--port-offset", "N", "Added to every port, so that systems can run side by side");
    private readonly Option<string?> _data = Named<string?>("--data", "DIR", "Where data, secrets and logs are kept (default .local beside dapr.yaml)");
    private readonly Option<string?> _components = Named<string?>("--components", "DIR", "Component YAML of the sidecar (default components/local)");
    private readonly Option<string?> _file = Named<string?>("--file", "FILE", "The apps to run (default dapr.yaml)");
    private readonly Option<Dictionary<string, int>> _instances =
        Named<Dictionary<string, int>>("--instances", "APP=N", "Run N instances of an app; may be repeated");

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show every line of every part, not only warnings" };

    public LauncherCommandLine() : base("Runs the whole ticket booking system on this machine. The commands are for one that runs.")
    {
        (_instances.Arity, _instances.CustomParser, _instances.DefaultValueFactory) = (ArgumentArity.OneOrMore, ReadInstances, static _ => []);
        Array.ForEach<Option>([_portOffset, _data, _components, _file, _instances, _verbose], Add);
        SetAction(parsed => LocalSystem.RunAsync(Read(parsed)));
        Add(Sent("status", "Lists its parts"));
        Add(Sent("restart", "Ends a part and starts it again", new Argument<string>("PART")));
        Add(Sent("kill", "Kills a part, which stays dead until it is restarted", new Argument<string>("PART")));
        Add(Sent("pause", "Halts a part without ending it", new Argument<string>("PART")));
        Add(Sent("resume", "Lets a paused part go on", new Argument<string>("PART")));
        Add(Sent("stop", "Ends it"));
        Add(Run());
    }

    /// <returns>The exit code of what was asked for; 2 when it is not understood.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> words, InvocationConfiguration settings)
    {
        var parsed = Parse(words);
        var code = await parsed.InvokeAsync(settings);
        return parsed.Errors.Count > 0 ? NotUnderstood : code;
    }

    public LauncherOptions Read(ParseResult parsed) => new()
    {
        PortOffset = parsed.GetValue(_portOffset),
        Data = parsed.GetValue(_data),
        Components = parsed.GetValue(_components),
        File = parsed.GetValue(_file),
        Instances = parsed.GetRequiredValue(_instances),
        Verbose = parsed.GetValue(_verbose),
    };

    private Command Sent(string name, string description, params Argument<string>[] parts)
    {
        var command = new Command(name, description);
        Array.ForEach(parts, command.Add);
        command.SetAction(parsed => ControlClient.SendAsync(
            Read(parsed).DataDirectory, string.Join(' ', [name, .. parts.Select(parsed.GetRequiredValue)])));
        return command;
    }

    private Command Run()
    {
        var app = new Argument<string>("APP");
        var words = new Argument<string[]>("WORD") { Arity = ArgumentArity.ZeroOrMore, CaptureRemainingTokens = true };
        var command = new Command(RunCommand.Word, "Runs a command of an app with the app's settings, e.g. run booking reconcile --dry-run") { app, words };
        command.SetAction(parsed => RunCommand.RunAsync(
            Read(parsed).DataDirectory, parsed.GetRequiredValue(app), parsed.GetRequiredValue(words)));
        return command;
    }

    private static Option<T> Named<T>(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Recursive = true };

    private static Dictionary<string, int> ReadInstances(ArgumentResult given)
    {
        var instances = new Dictionary<string, int>();
        foreach (var pair in given.Tokens.Select(token => token.Value.Split('=')))
        {
            if (pair is not [var app, var count] || !ushort.TryParse(count, out var copies) || copies == 0)
            {
                given.AddError("--instances wants APP=N.");
                return instances;
            }

            instances[app] = copies;
        }

        return instances;
    }
}
