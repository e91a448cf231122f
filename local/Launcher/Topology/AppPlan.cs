namespace TicketBooking.Launcher.Topology;

/// <summary>Plans a business service, with the settings of `dapr run` and the addresses on this machine.</summary>
internal static class AppPlan
{
    public static ProcessPlan Create(AppInstance instance, DaprFile file, Setting setting)
    {
        var environment = new Dictionary<string, string>(file.Common.Env);
        foreach (var (name, value) in instance.App.Env)
        {
            environment[name] = value;
        }

        Relocate(environment, setting);
        Introduce(environment, instance, setting.Secrets);
        return new(instance.Name, Path.GetFullPath(instance.App.AppDirPath, setting.Root), [.. instance.App.Command.Select(BuiltAs.Apply)], environment)
        {
            Ports = [instance.AppPort],
            ReadyWhen = [new($"http://localhost:{instance.AppPort}/health/ready")],
        };
    }

    private static void Relocate(Dictionary<string, string> environment, Setting setting)
    {
        Replace(environment, "ConnectionStrings__Database", setting.Postgres.Apply);
        Replace(environment, "Stripe__ApiBase", setting.ShiftUrl);
        Replace(environment, "Auth__Issuer", setting.ShiftUrl);
        Replace(environment, "Stripe__WebhookSecrets__0", _ => setting.Secrets.WebhookSecret);
    }

    private static void Introduce(Dictionary<string, string> environment, AppInstance instance, Secrets secrets)
    {
        environment["APP_ID"] = instance.App.AppId;
        environment["APP_PORT"] = $"{instance.AppPort}";
        environment["DAPR_HTTP_PORT"] = $"{instance.HttpPort}";
        environment["DAPR_GRPC_PORT"] = $"{instance.GrpcPort}";
        environment["DAPR_API_TOKEN"] = secrets.DaprApiToken;
        environment["APP_API_TOKEN"] = secrets.AppApiToken;
        if (instance.App.AppId == "event-core")
        {
            environment["Auth__KeyEncryptionKey"] = secrets.KeyEncryptionKey;
            environment["Admin__Email"] = Admin.Email;
            environment["Admin__Username"] = Admin.Username;
            environment["Admin__Password"] = secrets.AdminPassword;
        }
    }

    private static void Replace(Dictionary<string, string> environment, string name, Func<string, string> replacement)
    {
        if (environment.TryGetValue(name, out var value))
        {
            environment[name] = replacement(value);
        }
    }
}
