using TicketBooking.Testing;

namespace TicketBooking.Containers;

/// <summary>Programs of this repository that are parts of the system.</summary>
internal static class Programs
{
    /// <summary>An app with the settings that <c>dapr run</c> gives it.</summary>
    /// <param name="app">The app.</param>
    /// <param name="common">What every app of the run file is told.</param>
    /// <param name="shell">What the shell has that would start <c>dapr run</c>.</param>
    public static ProcessPart New(RunApp app, IReadOnlyDictionary<string, string> common, IReadOnlyDictionary<string, string> shell)
    {
        var environment = new Dictionary<string, string?>
        {
            ["APP_ID"] = app.AppId,
            ["DAPR_HTTP_PORT"] = $"{app.DaprHttpPort}",
            ["DAPR_GRPC_PORT"] = $"{app.DaprGrpcPort}",
        };
        if (app.AppPort != 0)
        {
            environment["APP_PORT"] = $"{app.AppPort}";
        }

        foreach (var (name, value) in shell.Concat(common).Concat(app.Env))
        {
            environment[name] = value;
        }

        return new(
            app.AppId,
            new(app.Command[0], [.. app.Command.Skip(1)]) { Environment = environment, WorkingDirectory = Path.GetFullPath(app.AppDirPath, Repository.PathTo("")) },
            new(app.AppId));
    }

    /// <summary>The payment provider, with the keys of the run files.</summary>
    public static ProcessPart NewStripe() => new(
        "stripe",
        ServiceProcess.CommandOf(
            "StripeSimulator",
            [
                ("Simulator:Port", "12111"),
                ("Simulator:Postgres", "Host=localhost;Database=stripe_simulator;Username=postgres;Password=postgres"),
                ("Simulator:SecretKey", "sk_test_local"),
                ("Simulator:PublishableKey", "pk_test_local"),
                ("Simulator:WebhookSecret", "whsec_local"),
                ("Simulator:WebhookUrl", "http://localhost:8080/api/v1/booking/webhook/stripe"),
            ]),
        new("stripe"));
}
