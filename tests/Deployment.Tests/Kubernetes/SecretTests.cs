using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;
using TicketBooking.ChildProcesses;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests.Kubernetes;

/// <summary>Secrets are named in manifests, and made by a script or an operator.</summary>
public sealed class SecretTests
{
    private static readonly Dictionary<string, string?> Given = new()
    {
        ["STRIPE_SECRET_KEY"] = "sk_test_sample", ["STRIPE_PUBLISHABLE_KEY"] = "pk_test_sample", ["STRIPE_WEBHOOK_SECRET"] = "whsec_sample",
        ["ADMIN_USERNAME"] = "admin", ["ADMIN_EMAIL"] = "admin@example.test", ["ADMIN_PASSWORD"] = "a long password",
        ["BACKUP_ACCESS_KEY_ID"] = "id", ["BACKUP_SECRET_ACCESS_KEY"] = "key", ["BACKUP_REGION"] = "eu-central-1",
    };

    /// <summary>Made by operators: Strimzi, CloudNativePG, ECK. The names follow from those of their resources.</summary>
    private static readonly string[] OfOperators =
    [
        "kafka-cluster-ca-cert/ca.crt", "services/password", "livefeed/password", "connect/password", "postgres-ca/ca.crt", "elasticsearch-es-http-certs-public/ca.crt",
    ];

    [Fact]
    public async Task The_script_makes_every_secret_and_key_that_a_manifest_refers_to_and_no_other()
    {
        var made = (await MadeAsync(Given)).SelectMany(secret => secret.Data.Keys.Select(key => $"{secret.Metadata.Name}/{key}")).ToHashSet();
        var referred = Manifest.Base.Concat(Manifest.Production).SelectMany(manifest => References(manifest.Content))
            .Concat(ByAnnotation()).Concat(ByRole()).ToHashSet();

        // ECK reads the user's three keys by their names, and the resource names the secret only.
        referred.UnionWith(["elasticsearch-search/username", "elasticsearch-search/password", "elasticsearch-search/roles"]);
        Assert.Equal(made.Order(), referred.Except(OfOperators).Order());
        Assert.Empty(OfOperators.Except(referred));
    }

    [Fact]
    public async Task A_role_s_secret_has_its_name_and_the_kind_that_CloudNativePG_wants()
    {
        var made = (await MadeAsync(Given)).ToDictionary(secret => secret.Metadata.Name);

        Assert.All(Roles(), role =>
        {
            Assert.Equal("kubernetes.io/basic-auth", made[role.Secret].Type);
            Assert.Equal(role.Name, Encoding.UTF8.GetString(made[role.Secret].Data["username"]));
        });
    }

    [Fact]
    public async Task What_the_script_invents_is_long_new_each_time_and_fits_a_connection_string()
    {
        var (first, second) = (await MadeAsync(Given), await MadeAsync(Given));

        var invented = first.Concat(second).Where(secret => secret.Metadata.Name != "event-core-admin").SelectMany(secret => secret.Data)
            .Where(pair => pair.Key is "token" or "password").Select(pair => Encoding.UTF8.GetString(pair.Value)).ToArray();
        Assert.All(invented, value => Assert.Matches("^[0-9a-f]{40}$", value));
        Assert.Equal(invented.Length, invented.Distinct().Count());
        var key = Convert.FromBase64String(Encoding.UTF8.GetString(first.Single(secret => secret.Metadata.Name == "event-core").Data["key-encryption-key"]));
        Assert.Equal(32, key.Length);
    }

    [Fact]
    public async Task Without_a_Stripe_key_the_script_stops()
    {
        var (exitCode, output) = await RunAsync(new Dictionary<string, string?>(Given) { ["STRIPE_SECRET_KEY"] = null });

        Assert.NotEqual(0, exitCode);
        Assert.Contains("STRIPE_SECRET_KEY", output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ByAnnotation() => ServiceSettings.All.Select(service => ServiceDeploymentTests.Template(service.AppId).Metadata.Annotations)
        .SelectMany(annotations => new[] { annotations["dapr.io/api-token-secret"], annotations["dapr.io/app-token-secret"] }).Select(name => $"{name}/token");

    private static IEnumerable<string> ByRole() => Roles().SelectMany(role => new[] { $"{role.Secret}/username", $"{role.Secret}/password" });

    private static IEnumerable<(string Name, string Secret)> Roles()
    {
        var cluster = Manifest.Find("Cluster", "postgres").Spec;
        var initial = cluster["bootstrap"]!["initdb"]!;
        return cluster["managed"]!["roles"]!.AsArray().Select(role => ((string)role!["name"]!, (string)role["passwordSecret"]!["name"]!))
            .Append(((string)initial["owner"]!, (string)initial["secret"]!["name"]!));
    }

    /// <summary>Whatever names a secret together with a key, in the ways of Kubernetes, Dapr, Strimzi and the backups.</summary>
    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair.Key switch
        {
            "secretKeyRef" or "accessKeyId" or "secretAccessKey" or "region" => [$"{pair.Value!["name"]}/{pair.Value["key"]}"],
            "passwordSecret" when pair.Value!["secretName"] is { } name => [$"{name}/{pair.Value["password"]}"],
            "secret" when pair.Value!["items"] is JsonArray items => items.Select(item => $"{pair.Value["secretName"]}/{item!["key"]}"),
            _ => References(pair.Value),
        }),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static async Task<IReadOnlyList<V1Secret>> MadeAsync(IReadOnlyDictionary<string, string?> variables)
    {
        var (exitCode, output) = await RunAsync(variables);
        Assert.True(exitCode == 0, output);
        return [.. Manifest.Split("create-secrets.sh", output[output.IndexOf("---", StringComparison.Ordinal)..][3..]).Select(manifest => manifest.As<V1Secret>())];
    }

    private static Task<(int ExitCode, string Output)> RunAsync(IReadOnlyDictionary<string, string?> variables)
    {
        Assert.SkipWhen(InstalledProgram.Find("kubectl") is null, "kubectl is not installed.");
        return ServiceProcess.RunAsync(new ChildCommand("bash", Repository.PathTo("deploy/k8s/create-secrets.sh"), "--print") { Environment = variables });
    }
}
