using System.Reflection;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

/// <summary>Compares <see cref="ServiceSettings"/> with the options of the code, and with what the programs say when a setting is missing.</summary>
public sealed class ServiceSettingsTests
{
    /// <summary>Read without a class of options: a connection, one number of Platform's, and what a framework reads.</summary>
    private static readonly string[] WithoutOptions = ["ConnectionStrings", "Outbox", "Passwords"];

    /// <summary>Values with which a service starts, until it asks for its database.</summary>
    internal static readonly Dictionary<string, string> Samples = new()
    {
        ["APP_API_TOKEN"] = "a token",
        ["DAPR_API_TOKEN"] = "another token",
        ["ConnectionStrings__Database"] = "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=1",
        ["Auth__Issuer"] = "https://tickets.example",
        ["Auth__KeyEncryptionKey"] = Convert.ToBase64String(new byte[32]),
        ["Stripe__SecretKey"] = "sk_test_sample",
        ["Stripe__PublishableKey"] = "pk_test_sample",
        ["Stripe__WebhookSecrets__0"] = "whsec_sample",
        ["ASPNETCORE_HTTP_PORTS"] = "0",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
    };

    public static TheoryData<string> Services => [.. ServiceSettings.All.Select(service => service.AppId)];

    public static TheoryData<string, string> RequiredSettings =>
        [.. ServiceSettings.All.SelectMany(service => service.Required, (service, name) => new TheoryDataRow<string, string>(service.AppId, name))];

    /// <summary>Settings of Platform's options, of which only some services have each; a word is no value of theirs.</summary>
    public static TheoryData<string, string> PlatformSettings =>
    [
        .. ServiceSettings.All.SelectMany(
            service => service.Optional.Where(name =>
                name is "Auth__BanPollInterval" or "Idempotency__LeaseSeconds" or "Outbox__RetentionHours" or "Requests__MostOfARoute"),
            (service, name) => new TheoryDataRow<string, string>(service.AppId, name)),
    ];

    [Theory]
    [MemberData(nameof(Services))]
    public void The_settings_are_those_of_the_options_classes(string appId)
    {
        var service = ServiceSettings.Of(appId);
        var own = OptionsOf(Assembly.Load(service.Project)).SelectMany(options => Names(Section(options), options)).ToHashSet();
        var platform = OptionsOf(Assembly.Load("Platform")).SelectMany(options => Names(Section(options), options)).ToHashSet();

        var listed = service.Required.Concat(service.Optional)
            .Where(name => name.Contains("__", StringComparison.Ordinal) && !WithoutOptions.Contains(name.Split("__")[0])).ToHashSet();
        Assert.NotEmpty(platform);
        // The issuer is read by every service that validates tokens; only event-core has it among its options.
        Assert.Empty(listed.Except(own).Except(platform).Except(["Auth__Issuer"]));
        Assert.Empty(own.Except(listed));
    }

    [Theory]
    [MemberData(nameof(RequiredSettings))]
    public async Task A_required_setting_that_is_missing_stops_the_start_and_is_named(string appId, string name)
    {
        var (exitCode, output) = await StartAsync(appId, (name, null));

        Assert.NotEqual(0, exitCode);
        Assert.Contains(name.EndsWith("__0", StringComparison.Ordinal) ? name.Split("__")[1] : name.Split("__")[^1], output, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1:1", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PlatformSettings))]
    public async Task A_value_that_cannot_be_read_stops_the_start_and_is_named(string appId, string name)
    {
        var (exitCode, output) = await StartAsync(appId, (name, "a word"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"'{name.Replace("__", ":", StringComparison.Ordinal)}'", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AppIds.EventCore)]
    [InlineData(AppIds.Seats)]
    [InlineData(AppIds.Booking)]
    [InlineData(AppIds.Search)]
    public async Task With_all_that_is_required_a_start_comes_as_far_as_the_database(string appId)
    {
        var (exitCode, output) = await StartAsync(appId);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("127.0.0.1:1", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_and_a_key_stand_for_all_and_another_name_for_itself()
    {
        var gateway = ServiceSettings.Of(AppIds.Gateway);

        Assert.True(gateway.Reads("Gateway__TrustedProxies__7"));
        Assert.True(gateway.Reads("Limits__Routes__POST /api/v1/booking/holds__Burst"));
        Assert.False(gateway.Reads("Gateway__TrustedProxies__first"));
        Assert.False(gateway.Reads("Gateway__TrustedProxy__0"));
        Assert.False(gateway.Reads("Stripe__SecretKey"));
    }

    private static Task<(int ExitCode, string Output)> StartAsync(string appId, params (string Name, string? Value)[] changes)
    {
        var service = ServiceSettings.Of(appId);
        var given = Samples.Where(sample => service.Reads(sample.Key)).ToDictionary(sample => sample.Key, string? (sample) => sample.Value);
        foreach (var (name, value) in changes)
        {
            given[name] = value;
        }

        var command = ServiceProcess.CommandOf(service.Project, []) with { Environment = given };
        return ServiceProcess.RunAsync(command);
    }

    private static IEnumerable<Type> OptionsOf(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null);

    private static string Section(Type options) => ((string)options.GetField("Section")!.GetValue(null)!).Replace(":", "__", StringComparison.Ordinal);

    private static IEnumerable<string> Names(string prefix, Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property => Names(prefix, property));

    private static IEnumerable<string> Names(string prefix, PropertyInfo property)
    {
        var (name, type) = ($"{prefix}__{property.Name}", property.PropertyType);
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? [$"{name}__0"]
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) && type.GetGenericArguments()[1] == typeof(string) ? [$"{name}__*"]
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? Names($"{name}__*", type.GetGenericArguments()[1])
            : type.Assembly.GetName().Name == property.DeclaringType!.Assembly.GetName().Name ? Names(name, type)
            : [name];
    }
}
