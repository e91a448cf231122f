using TicketBooking.Sidecar.Components;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

public sealed class ComponentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sidecar-components-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_unknown_type_stops_the_start_and_is_named()
    {
        Write("kind: Component\nmetadata: { name: queue }\nspec: { type: pubsub.kafka }");

        var refusal = Assert.Throws<InvalidDataException>(() => ComponentSet.Read([_folder]));

        Assert.Contains("pubsub.kafka", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("queue", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scopes_decide_who_sees_a_component()
    {
        Write("kind: Component\nmetadata: { name: locks }\nspec: { type: lock.embedded }\nscopes: [booking]");

        var components = ComponentSet.Read([_folder]);

        Assert.Single(components.VisibleTo("booking"));
        Assert.Empty(components.VisibleTo("seats"));
    }

    [Fact]
    public void Two_components_of_one_name_are_an_error()
    {
        Write("kind: Component\nmetadata: { name: s }\nspec: { type: state.embedded }\n---\nkind: Component\nmetadata: { name: s }\nspec: { type: lock.embedded }");

        Assert.Throws<InvalidDataException>(() => ComponentSet.Read([_folder]));
    }

    [Fact]
    public void Resiliency_gives_the_inbound_policy_of_a_component()
    {
        Write("""
            kind: Resiliency
            metadata: { name: r }
            spec:
              policies:
                timeouts: { short: 1m30s }
                retries: { slowly: { policy: exponential, duration: 100ms, maxInterval: 150ms, maxRetries: 3 } }
              targets: { components: { pubsub: { inbound: { retry: slowly, timeout: short } } } }
            """);

        var inbound = ComponentSet.Read([_folder]).Resiliency.Inbound("pubsub");

        Assert.Equal(TimeSpan.FromSeconds(90), inbound.Timeout);
        Assert.Equal([100, 150, 150, null], Enumerable.Range(0, 4).Select(n => inbound.Retry.Pause(n)?.TotalMilliseconds));
    }

    [Fact]
    public void What_is_not_supported_is_refused_and_not_ignored()
    {
        Write("""
            kind: Resiliency
            metadata: { name: r }
            spec:
              targets: { components: { pubsub: { inbound: { circuitBreaker: x } } } }
            """);

        Assert.Throws<InvalidDataException>(() => ComponentSet.Read([_folder]));
    }

    [Fact]
    public void A_secret_of_the_environment_becomes_the_value()
    {
        Environment.SetEnvironmentVariable("COMPONENT_TESTS_PREFIX", "seats");
        WriteReferenceTo("COMPONENT_TESTS_PREFIX");

        Assert.Equal("seats||", ComponentSet.Read([_folder]).Lock("booking", "l").KeyPrefix("booking"));
    }

    [Theory]
    [InlineData("COMPONENT_TESTS_MISSING")]
    [InlineData("DAPR_API_TOKEN")]
    [InlineData("APP_API_TOKEN")]
    public void A_secret_that_is_missing_or_the_sidecar_s_own_stops_the_start_and_is_named(string variable)
    {
        WriteReferenceTo(variable);

        var refusal = Assert.Throws<InvalidDataException>(() => ComponentSet.Read([_folder]));

        Assert.Contains(variable, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_the_secret_does_not_have_stops_the_start()
    {
        WriteReferenceTo("HOME", key: "PASSWORD");

        Assert.Contains("PASSWORD", Assert.Throws<InvalidDataException>(() => ComponentSet.Read([_folder])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_of_no_store_stops_the_start()
    {
        WriteReferenceTo("HOME", store: "vault");

        Assert.Throws<InvalidDataException>(() => ComponentSet.Read([_folder]));
    }

    [Fact]
    public void The_repository_s_own_components_can_be_read()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "dapr.yaml")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var components = ComponentSet.Read([Path.Combine(root, "components", "local")]);

        Assert.True(components.HasWorkflows("booking"));
        var retry = components.Resiliency.Inbound("pubsub").Retry;
        Assert.True(retry.MaxRetries * retry.MaxInterval > TimeSpan.FromDays(1), "The retries must outlast a day without a service's database.");
        Assert.Equal(TimeSpan.FromDays(30), components.WorkflowLife);
    }

    private void WriteReferenceTo(string variable, string store = "secrets", string? key = null) => Write($$"""
        kind: Component
        metadata: { name: secrets }
        spec: { type: secretstores.local.env }
        ---
        kind: Component
        metadata: { name: l }
        spec:
          type: lock.embedded
          metadata: [{ name: keyPrefix, secretKeyRef: { name: {{variable}}, key: {{key ?? variable}} } }]
        auth: { secretStore: {{store}} }
        """);

    private void Write(string yaml) => File.WriteAllText(Path.Combine(_folder, "file.yaml"), yaml);
}
