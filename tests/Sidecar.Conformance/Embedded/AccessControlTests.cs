using System.Net;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

public sealed class AccessControlTests : IDisposable
{
    private const string Policies = """
        kind: Configuration
        metadata: { name: config }
        spec:
          accessControl:
            defaultAction: deny
            trustDomain: public
            policies:
              - appId: caller
                defaultAction: deny
                trustDomain: public
                namespace: default
                operations:
                  - { name: /open/**, httpVerb: ["*"], action: allow }
                  - { name: /one/*, httpVerb: [GET, HEAD], action: allow }
                  - { name: exact, httpVerb: [POST], action: allow }
              - appId: trusted
                defaultAction: allow
                trustDomain: public
                namespace: default
                operations:
                  - { name: /secret, httpVerb: ["*"], action: deny }
              - { appId: nothing, trustDomain: public, namespace: default }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sidecar-access-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("caller", "DELETE", "/open/a/b", true)]
    [InlineData("caller", "GET", "/open", true)]
    [InlineData("caller", "GET", "/Open/A", true)]
    [InlineData("caller", "GET", "/one/a", true)]
    [InlineData("caller", "GET", "/one", true)]
    [InlineData("caller", "GET", "/one/a/b", false)]
    [InlineData("caller", "PUT", "/one/a", false)]
    [InlineData("caller", "POST", "/exact", true)]
    [InlineData("caller", "POST", "/exact/below", true)]
    [InlineData("caller", "POST", "/exactly", false)]
    [InlineData("caller", "GET", "/internal", false)]
    [InlineData("caller", "GET", "/open/../internal", false)]
    [InlineData("caller", "GET", "/open/%2e%2e/internal", false)]
    [InlineData("caller", "GET", "/open/..%2finternal", false)]
    [InlineData("caller", "GET", "//internal/./../open/a", true)]
    [InlineData("trusted", "GET", "/anything", true)]
    [InlineData("trusted", "GET", "/secret/plan", false)]
    [InlineData("nothing", "GET", "/open/a", false)]
    [InlineData("stranger", "GET", "/open/a", false)]
    public void The_policy_of_the_caller_decides(string caller, string verb, string path, bool isAllowed) =>
        Assert.Equal(isAllowed, Read(Policies).Allows(caller, verb, path));

    [Fact]
    public void Without_policies_everything_is_allowed() =>
        Assert.True(Read("kind: Configuration\nmetadata: { name: config }\nspec: { tracing: { samplingRate: \"1\" } }").Allows("any", "GET", "/any"));

    [Theory]
    [InlineData("/a/*/b")]
    [InlineData("/a*")]
    [InlineData("/**")]
    [InlineData("")]
    public void A_wildcard_that_is_not_the_last_segment_stops_the_start(string name) => Assert.Throws<InvalidDataException>(() => Read(
        $$"""
        kind: Configuration
        metadata: { name: config }
        spec:
          accessControl:
            policies:
              - { appId: a, trustDomain: public, namespace: default, operations: [{ name: "{{name}}", httpVerb: [GET], action: allow }] }
        """));

    [Fact]
    public void A_policy_without_namespace_stops_the_start() => Assert.Throws<InvalidDataException>(() => Read(
        "kind: Configuration\nmetadata: { name: config }\nspec: { accessControl: { policies: [{ appId: a, trustDomain: public }] } }"));

    [Theory]
    [InlineData("gateway", "POST", "/api/v1/booking/holds", true)]
    [InlineData("gateway", "GET", "/.well-known/jwks.json", true)]
    [InlineData("gateway", "GET", "/internal/live/1f0", true)]
    [InlineData("gateway", "GET", "/internal/banned-users", true)]
    [InlineData("gateway", "GET", "/openapi/v1.json", true)]
    [InlineData("gateway", "GET", "/internal/events", false)]
    [InlineData("gateway", "POST", "/internal/events/1f0/close", false)]
    [InlineData("gateway", "GET", "/internal/states/1f0", false)]
    [InlineData("gateway", "POST", "/subscriptions/dead-letters", false)]
    [InlineData("gateway", "GET", "/dapr/subscribe", false)]
    [InlineData("event-core", "POST", "/internal/events/1f0/close", true)]
    [InlineData("event-core", "GET", "/internal/states/1f0", false)]
    [InlineData("booking", "GET", "/internal/states/1f0", true)]
    [InlineData("booking", "GET", "/internal/banned-users", true)]
    [InlineData("booking", "POST", "/api/v1/event/create", false)]
    [InlineData("search", "GET", "/internal/events", true)]
    [InlineData("search", "GET", "/internal/availability", true)]
    [InlineData("search", "POST", "/internal/events/1f0/close", false)]
    [InlineData("seats", "GET", "/.well-known/jwks.json", true)]
    [InlineData("seats", "GET", "/internal/live/1f0", false)]
    [InlineData("outbox-relay", "GET", "/api/v1/event/1f0", false)]
    [InlineData("stranger", "GET", "/api/v1/event/1f0", false)]
    public void The_repository_s_own_policies_let_a_service_do_what_it_does_and_no_more(string caller, string verb, string path, bool isAllowed) =>
        Assert.Equal(isAllowed, ComponentSet.Read([Repository.PathTo("components/local")]).AccessControl.Allows(caller, verb, path));

    [Fact]
    public async Task A_refused_call_is_403_and_never_reaches_the_app()
    {
        await using var postgres = await TestPostgres.CreateAsync();
        await using var app = await TestApp.StartAsync([]);
        await File.WriteAllTextAsync(Path.Combine(_folder, "file.yaml"), Policies);
        var options = new SidecarOptions
        {
            Postgres = postgres.ConnectionString,
            ResourcesPaths = { _folder },
            Apps = { new() { AppId = "caller" }, new() { AppId = "callee", AppPort = app.Port } },
        };
        await using var sidecar = await SidecarHost.StartAsync(options);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sidecar["caller"].HttpPort}") };

        using var refused = await http.GetAsync("/v1.0/invoke/callee/method/internal?x=/open/a");
        using var allowed = await http.GetAsync("/v1.0/invoke/callee/method/open/a?x=1");

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("access control policy has denied access", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, allowed.StatusCode);
        Assert.Equal("", await allowed.Content.ReadAsStringAsync());
    }

    private AccessControl Read(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder, "file.yaml"), yaml);
        return ComponentSet.Read([_folder]).AccessControl;
    }
}
